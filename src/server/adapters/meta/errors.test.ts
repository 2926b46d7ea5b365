import { describe, expect, it } from 'vitest'
import { ERROR_RULES } from './error-table.ts'
import { channelProblemOf, messageErrorOf, readMetaError, ruleFor, type MetaError } from './errors.ts'
import { SEND_ADVICE } from '../../../shared/contracts/messages.ts'

function errorOf(code: number, more: Partial<MetaError> = {}): MetaError {
  return { code, title: 'Title of Meta', isTransient: false, ...more }
}

describe('ruleFor', () => {
  it.each([
    [131056, 'recipient_rate_limited'],
    [130429, 'rate_limited'],
    [80007, 'rate_limited'],
    [4, 'rate_limited'],
    [2, 'temporary'],
    [131016, 'temporary'],
    [0, 'auth_expired'],
    [190, 'auth_expired'],
    [10, 'auth_expired'],
    [200, 'auth_expired'],
    [294, 'auth_expired'],
    [33, 'auth_expired'],
    [368, 'channel_blocked'],
    [131031, 'channel_blocked'],
    [131042, 'channel_blocked'],
    [131047, 'window_closed'],
    [131026, 'invalid_recipient'],
    [131050, 'rejected'],
    [132015, 'rejected'],
    [100, 'rejected'],
    [999_999, 'rejected'],
  ])('code %i is %s', (code, reason) => {
    expect(ruleFor(errorOf(code)).reason).toBe(reason)
  })

  it('tells "no access" from "wrong parameter", which share a code', () => {
    expect(ruleFor(errorOf(100, { subcode: 33 })).reason).toBe('auth_expired')
    expect(ruleFor(errorOf(100, { subcode: 2494010 })).reason).toBe('rejected')
  })

  it("retries a strange code only where Meta says it is Meta's fault", () => {
    expect(ruleFor(errorOf(1), 400).reason).toBe('rejected')
    expect(ruleFor(errorOf(1), 500).reason).toBe('temporary')
    expect(ruleFor(errorOf(1, { isTransient: true }), 400).reason).toBe('temporary')
    expect(ruleFor(errorOf(131047), 500).reason).toBe('window_closed')
  })

  it('waits longest where the whole account is slowed down', () => {
    expect(ruleFor(errorOf(80007)).retryAfterMs).toBeGreaterThan(ruleFor(errorOf(130429)).retryAfterMs ?? 0)
  })

  it('has words and advice for each code', () => {
    for (const rule of Object.values(ERROR_RULES)) {
      expect(rule.title).toMatch(/^[A-Z].{10,}[^.]$/)
      expect(SEND_ADVICE).toContain(rule.advice)
    }
  })
})

describe('messageErrorOf', () => {
  it('speaks plainly, and adds details where they say what to mend', () => {
    expect(messageErrorOf(errorOf(131047, { details: 'more than 24 hours…' }))).toEqual({
      code: 131047,
      title: 'More than 24 hours have passed since the last message of this person',
      advice: 'use_template',
    })
    expect(messageErrorOf(errorOf(131053, { details: 'Unable to upload' })).title).toBe(
      'WhatsApp does not accept this file: Unable to upload',
    )
  })

  it("keeps Meta's words for a code of which we know nothing, without a token in them", () => {
    const error = readMetaError({
      code: 7777,
      message: '(#7777) Malformed access token EAAGm0PX4ZCpsBAKZBcdef123',
    })
    expect(error && messageErrorOf(error)).toEqual({
      code: 7777,
      title: 'Malformed access token …',
      advice: 'contact_support',
    })
  })
})

describe('readMetaError', () => {
  it('reads answers and webhooks alike', () => {
    expect(
      readMetaError({
        message: '(#130429) Rate limit hit',
        code: 130429,
        error_subcode: 2494055,
        error_data: { details: 'D' },
      }),
    ).toEqual({ code: 130429, subcode: 2494055, title: 'Rate limit hit', details: 'D', isTransient: false })
    expect(readMetaError({ code: '131026', title: 'Message undeliverable' })?.code).toBe(131026)
  })

  it.each([undefined, null, 'x', [], {}, { code: 'abc' }, { code: null }])(
    'finds no error in %j',
    (value) => {
      expect(readMetaError(value)).toBeUndefined()
    },
  )
})

it('names the trouble of a channel in the words of its health', () => {
  expect(channelProblemOf(errorOf(130429)).reason).toBe('rate_limited')
  expect(channelProblemOf(errorOf(190)).reason).toBe('token_expired')
  expect(channelProblemOf(errorOf(368)).reason).toBe('account_blocked')
  expect(channelProblemOf(errorOf(131000)).reason).toBe('provider_error')
})
