import type { SendAdvice } from '../../../shared/contracts/messages.ts'
import type { SendFailureReason } from '../contract/index.ts'

/** What one of Meta's error codes means to us. */
export interface ErrorRule {
  reason: SendFailureReason
  advice: SendAdvice
  /** Plain English for people; Meta's own titles speak to developers. */
  title: string
  /** Wait at least this long, in milliseconds, before the next try. */
  retryAfterMs?: number
  /** Meta's details name what to mend (a parameter, a file) and belong behind the title. */
  withDetails?: true
}

const MINUTE = 60_000

/**
 * Codes of the Graph API and of WhatsApp Cloud, as Meta's error reference lists them. Decide on the
 * code: throttling comes as HTTP 400, and titles change.
 */
export const ERROR_RULES: Readonly<Record<number, ErrorRule>> = {
  // Retry, slower.
  4: {
    reason: 'rate_limited',
    advice: 'retry_later',
    title: 'The app has reached its limit of calls',
    retryAfterMs: MINUTE,
  },
  80007: {
    reason: 'rate_limited',
    advice: 'retry_later',
    title: 'The WhatsApp Business account has reached its rate limit',
    retryAfterMs: MINUTE,
  },
  130429: {
    reason: 'rate_limited',
    advice: 'retry_later',
    title: 'This number sends faster than Meta allows',
    retryAfterMs: 5_000,
  },
  131057: {
    reason: 'rate_limited',
    advice: 'retry_later',
    title: 'Meta is upgrading this number',
    retryAfterMs: MINUTE,
  },
  133004: {
    reason: 'rate_limited',
    advice: 'retry_later',
    title: "Meta's servers are not available",
    retryAfterMs: MINUTE,
  },
  // One message in six seconds to one person; a burst borrows from the future.
  131056: {
    reason: 'recipient_rate_limited',
    advice: 'retry_later',
    title: 'Too many messages to this person in a short time',
    retryAfterMs: 6_000,
  },

  // Retry a few times.
  2: { reason: 'temporary', advice: 'retry_later', title: 'Meta is not available for a moment' },
  131000: { reason: 'temporary', advice: 'retry_later', title: 'Something went wrong at Meta' },
  131016: { reason: 'temporary', advice: 'retry_later', title: 'Meta is overloaded' },

  // The credentials no longer do; ranges of permission codes are in errors.ts.
  0: { reason: 'auth_expired', advice: 'reconnect_channel', title: 'Meta could not verify the access token' },
  3: {
    reason: 'auth_expired',
    advice: 'reconnect_channel',
    title: 'The access token may not use this function',
  },
  10: { reason: 'auth_expired', advice: 'reconnect_channel', title: 'The access token lacks a permission' },
  190: {
    reason: 'auth_expired',
    advice: 'reconnect_channel',
    title: 'The access token has expired or is not valid',
  },
  131005: {
    reason: 'auth_expired',
    advice: 'reconnect_channel',
    title: 'The access token lacks a permission',
  },

  // Nothing leaves this number until its owner acts.
  368: {
    reason: 'channel_blocked',
    advice: 'account_blocked',
    title: 'Meta has blocked the account for a time for breaking its policies',
  },
  131031: {
    reason: 'channel_blocked',
    advice: 'account_blocked',
    title: 'Meta has locked the WhatsApp Business account',
  },
  131037: {
    reason: 'channel_blocked',
    advice: 'account_blocked',
    title: "The number's display name is not approved",
  },
  131042: {
    reason: 'channel_blocked',
    advice: 'account_blocked',
    title: 'The payment method of the WhatsApp Business account has a problem',
  },
  131045: {
    reason: 'channel_blocked',
    advice: 'reconnect_channel',
    title: 'The number is not registered correctly',
  },
  131048: {
    reason: 'channel_blocked',
    advice: 'account_blocked',
    title: 'Meta limits this number because people reported or blocked it',
  },
  133010: {
    reason: 'channel_blocked',
    advice: 'reconnect_channel',
    title: 'The number is not registered at Meta',
  },

  131047: {
    reason: 'window_closed',
    advice: 'use_template',
    title: 'More than 24 hours have passed since the last message of this person',
  },

  // This person does not get it.
  131021: { reason: 'invalid_recipient', advice: 'check_number', title: 'The number cannot write to itself' },
  131026: {
    reason: 'invalid_recipient',
    advice: 'check_number',
    title: 'WhatsApp cannot deliver to this number',
  },
  131030: {
    reason: 'invalid_recipient',
    advice: 'check_number',
    title: 'A test number only writes to the numbers on its list',
  },
  131050: {
    reason: 'rejected',
    advice: 'customer_opted_out',
    title: 'This person does not want marketing messages',
  },
  131049: {
    reason: 'rejected',
    advice: 'retry_later',
    title: 'Meta limits how many marketing messages this person gets; wait a day',
  },
  130472: {
    reason: 'rejected',
    advice: 'retry_later',
    title: "Meta's experiment keeps marketing messages from this person",
  },
  // Of the recipient's country: others still get their messages, so the channel goes on.
  130497: {
    reason: 'rejected',
    advice: 'account_blocked',
    title: "The account may not write to this person's country",
  },

  // The template.
  132000: {
    reason: 'rejected',
    advice: 'use_template',
    title: "The template's variables do not match",
    withDetails: true,
  },
  132001: {
    reason: 'rejected',
    advice: 'use_template',
    title: 'The template does not exist in this language',
    withDetails: true,
  },
  132005: {
    reason: 'rejected',
    advice: 'use_template',
    title: "The template's text is too long once filled in",
    withDetails: true,
  },
  132007: {
    reason: 'rejected',
    advice: 'use_template',
    title: "The template's content breaks a policy",
    withDetails: true,
  },
  132012: {
    reason: 'rejected',
    advice: 'use_template',
    title: "The template's variables have the wrong form",
    withDetails: true,
  },
  132015: { reason: 'rejected', advice: 'use_template', title: 'The template is paused for low quality' },
  132016: { reason: 'rejected', advice: 'use_template', title: 'The template is disabled for low quality' },
  132068: { reason: 'rejected', advice: 'use_template', title: "The template's flow is blocked" },
  132069: { reason: 'rejected', advice: 'use_template', title: "The template's flow is limited" },
  134101: {
    reason: 'rejected',
    advice: 'retry_later',
    title: 'Meta is still preparing the template',
    retryAfterMs: 10 * MINUTE,
  },

  // The message itself.
  100: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'Meta did not understand the message',
    withDetails: true,
  },
  131008: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'The message lacks a part',
    withDetails: true,
  },
  131009: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'The message has a wrong part',
    withDetails: true,
  },
  131051: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'WhatsApp does not support this kind of message here',
  },
  131052: {
    reason: 'rejected',
    advice: 'change_file',
    title: 'The file could not be downloaded',
    withDetails: true,
  },
  131053: {
    reason: 'rejected',
    advice: 'change_file',
    title: 'WhatsApp does not accept this file',
    withDetails: true,
  },
  131060: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'WhatsApp shows this message on the phone only',
  },
  131062: { reason: 'rejected', advice: 'check_number', title: 'This kind of template needs a phone number' },
  135000: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'Meta refused the message',
    withDetails: true,
  },
  137000: {
    reason: 'rejected',
    advice: 'contact_support',
    title: 'Meta refused the message',
    withDetails: true,
  },
}
