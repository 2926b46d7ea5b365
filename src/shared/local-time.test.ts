import { describe, expect, it } from 'vitest'
import {
  addDays,
  instantOf,
  isLocalTime,
  isTimeZone,
  localTimeOf,
  startOfDay,
  weekdayOf,
} from './local-time.ts'

describe('[TSK-2] the instant of a local time', () => {
  it.each([
    // An ordinary hour, east and west.
    ['2026-11-23T10:00', 'America/Mexico_City', '2026-11-23T16:00:00.000Z'],
    ['2026-07-01T10:00', 'America/Sao_Paulo', '2026-07-01T13:00:00.000Z'],
    ['2026-11-23T10:00', 'Asia/Kolkata', '2026-11-23T04:30:00.000Z'],
    ['2026-11-23T10:00', 'Asia/Kathmandu', '2026-11-23T04:15:00.000Z'],
    ['2026-11-23T10:00', 'UTC', '2026-11-23T10:00:00.000Z'],
    ['2026-01-01T00:00', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-01-01T00:00', 'Pacific/Pago_Pago', '2026-01-01T11:00:00.000Z'],
    // The same hour on both sides of a change of the clocks.
    ['2026-03-07T10:00', 'America/New_York', '2026-03-07T15:00:00.000Z'],
    ['2026-03-08T10:00', 'America/New_York', '2026-03-08T14:00:00.000Z'],
    ['2026-04-04T10:00', 'America/Santiago', '2026-04-04T13:00:00.000Z'],
    ['2026-04-05T10:00', 'America/Santiago', '2026-04-05T14:00:00.000Z'],
    // Skipped by the clocks: the first moment after.
    ['2026-03-08T02:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-08T02:59', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-29T01:30', 'Europe/Lisbon', '2026-03-29T01:00:00.000Z'],
    ['2026-09-06T00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    // A day that a whole island skipped.
    ['2011-12-30T09:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    // Shown twice: the first time.
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-10-25T01:30', 'Europe/Lisbon', '2026-10-25T00:30:00.000Z'],
    ['2026-04-04T23:30', 'America/Santiago', '2026-04-05T02:30:00.000Z'],
    // A day without an hour is due at its end, however long it is.
    ['2026-11-23', 'America/Mexico_City', '2026-11-24T05:59:59.999Z'],
    ['2026-03-08', 'America/New_York', '2026-03-09T03:59:59.999Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
    ['2026-09-05', 'America/Santiago', '2026-09-06T03:59:59.999Z'],
  ])('%s in %s is %s', (local, timeZone, expected) => {
    expect(instantOf(local, timeZone).toISOString()).toBe(expected)
  })

  it.each(['America/New_York', 'America/Santiago', 'Europe/Lisbon', 'Australia/Lord_Howe'])(
    'shows the same hours again on every day of a year in %s',
    (timeZone) => {
      const hours = ['05:00', '10:00', '23:50']
      const days = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index))
      const meant = days.flatMap((day) => hours.map((hour) => `${day}T${hour}`))
      expect(meant.map((local) => localTimeOf(instantOf(local, timeZone), timeZone))).toEqual(meant)
    },
  )

  it('begins a day at its first moment', () => {
    expect(startOfDay('2026-09-06', 'America/Santiago').toISOString()).toBe('2026-09-06T04:00:00.000Z')
    expect(startOfDay('2026-11-23', 'America/Mexico_City').toISOString()).toBe('2026-11-23T06:00:00.000Z')
  })
})

describe('what counts as a time', () => {
  it.each(['2026-11-23', '2026-02-28', '2028-02-29T23:59'])('takes %s', (text) =>
    expect(isLocalTime(text)).toBe(true),
  )
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-23T24:00',
    '2026-11-23T10',
    '23/11/2026',
    '',
    '1969-01-01',
  ])('refuses %j', (text) => expect(isLocalTime(text)).toBe(false))
  it.each(['America/Mexico_City', 'Europe/Lisbon', 'UTC'])('knows %s', (name) =>
    expect(isTimeZone(name)).toBe(true),
  )
  it.each(['Mars/Olympus', '', '+05:00', '../etc', 'unas-palabras'])('knows no zone %j', (name) =>
    expect(isTimeZone(name)).toBe(false),
  )
  it('knows the day of the week', () => expect(weekdayOf('2026-11-22')).toBe(0))
})
