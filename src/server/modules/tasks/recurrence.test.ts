import { describe, expect, it } from 'vitest'
import { nextOccurrence, usableRule } from './recurrence.ts'

describe('the next occurrence', () => {
  it.each([
    // rule, due, now, next
    ['FREQ=DAILY', '2026-11-23T10:00', '2026-11-23T09:00', '2026-11-24T10:00'],
    ['FREQ=DAILY;INTERVAL=3', '2026-11-23', '2026-11-23T09:00', '2026-11-26'],
    ['FREQ=WEEKLY;BYDAY=MO,WE', '2026-11-23T10:00', '2026-11-23T11:00', '2026-11-25T10:00'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27T17:30', '2026-11-27T17:00', '2026-11-30T17:30'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2026-11-23', '2026-11-23T10:00', '2026-12-07'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31', '2026-01-31T10:00', '2026-03-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31T10:00', '2026-01-31T10:00', '2026-02-28T10:00'],
    ['FREQ=MONTHLY;BYDAY=1MO', '2026-11-02T09:00', '2026-11-02T09:00', '2026-12-07T09:00'],
    ['FREQ=YEARLY', '2028-02-29', '2028-02-29T09:00', '2032-02-29'],
    // Done late: what is over by then is not asked for again.
    ['FREQ=DAILY', '2026-11-01T10:00', '2026-11-23T10:00', '2026-11-24T10:00'],
    ['FREQ=DAILY', '2026-11-01', '2026-11-23T10:00', '2026-11-23'],
    ['FREQ=WEEKLY;BYDAY=MO', '2026-10-05T10:00', '2026-11-23T09:00', '2026-11-23T10:00'],
    // Done ahead of its time.
    ['FREQ=DAILY', '2026-11-25T10:00', '2026-11-23T10:00', '2026-11-26T10:00'],
    // On both sides of a change of the clocks the hour stays.
    ['FREQ=DAILY', '2026-03-07T02:30', '2026-03-07T09:00', '2026-03-08T02:30'],
  ])('%s of %s, at %s, is %s', (...[rrule, dueLocal, now, expected]) => {
    expect(nextOccurrence({ dueLocal, rrule }, now)).toEqual({ dueLocal: expected, rrule })
  })

  it('counts down, and ends', () => {
    const now = '2026-11-23T09:00'
    const second = nextOccurrence({ dueLocal: '2026-11-23', rrule: 'FREQ=DAILY;COUNT=3' }, now)
    expect(second).toEqual({ dueLocal: '2026-11-24', rrule: 'FREQ=DAILY;COUNT=2' })
    expect(nextOccurrence({ dueLocal: '2026-11-25', rrule: 'FREQ=DAILY;COUNT=1' }, now)).toBeNull()
    const until = 'FREQ=DAILY;UNTIL=20261124T235959Z'
    expect(nextOccurrence({ dueLocal: '2026-11-23', rrule: until }, now)?.dueLocal).toBe('2026-11-24')
    expect(nextOccurrence({ dueLocal: '2026-11-24', rrule: until }, now)).toBeNull()
  })
})

describe('a rule that a task may have', () => {
  it.each(['FREQ=DAILY', 'RRULE:FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1'])(
    'is %s',
    (rrule) => expect(usableRule(rrule, '2026-11-23')).toBe(rrule.replace('RRULE:', '')),
  )

  it.each([
    '',
    'FREQ=SECONDLY',
    'FREQ=HOURLY',
    'INTERVAL=2',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=2;UNTIL=20270101',
    'FREQ=DAILY\nDTSTART:20200101',
    'DTSTART=20260101;FREQ=DAILY',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;X=1',
  ])('is not %j', (rrule) => expect(usableRule(rrule, '2026-11-23')).toBeUndefined())
})
