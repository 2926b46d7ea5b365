import type { MessageError } from '../../../shared/contracts/messages.ts'
import type { ChannelProblemFact, SendFailureReason } from '../contract/index.ts'
import { ERROR_RULES, type ErrorRule } from './error-table.ts'
import { asObject, clip, numberOf, textOf } from './json.ts'

/** An error as Meta words it, in an answer (`{"error":{…}}`) or in a webhook's `errors[]`. */
export interface MetaError {
  code: number
  subcode?: number
  title: string
  details?: string
  isTransient: boolean
}

/** An error without a rule of its own: Meta adds codes, and a strange one is no reason to try again. */
const UNKNOWN_CODE: ErrorRule = {
  reason: 'rejected',
  advice: 'contact_support',
  title: '',
  withDetails: true,
}
const TRANSIENT: ErrorRule = {
  reason: 'temporary',
  advice: 'retry_later',
  title: 'Meta is not available for a moment',
}
const NO_PERMISSION: ErrorRule = {
  reason: 'auth_expired',
  advice: 'reconnect_channel',
  title: 'The access token lacks a permission',
}
const NO_ACCESS: ErrorRule = {
  reason: 'auth_expired',
  advice: 'reconnect_channel',
  title: 'The access token has no access to this account, or the account is gone',
}

/** Reads one error object; nothing where it has no code to decide on. */
export function readMetaError(value: unknown): MetaError | undefined {
  const error = asObject(value)
  const code = numberOf(error?.['code'])
  if (!error || code === undefined) return undefined
  const subcode = numberOf(error['error_subcode'])
  const details = textOf(asObject(error['error_data'])?.['details'])
  return {
    code,
    title: withoutCode(textOf(error['title']) ?? textOf(error['message']) ?? 'Unknown error'),
    isTransient: error['is_transient'] === true,
    ...(subcode !== undefined && { subcode }),
    ...(details !== undefined && { details }),
  }
}

/** What to do about an error. `status` is the answer's HTTP status; webhooks have none. */
export function ruleFor(error: MetaError, status?: number): ErrorRule {
  const { code, subcode } = error
  // "Object does not exist or you lack permission": Meta never tells which.
  if (code === 33 || (code === 100 && subcode === 33)) return NO_ACCESS
  if (code >= 200 && code <= 299) return NO_PERMISSION
  const isTheirFault = error.isTransient || (status !== undefined && status >= 500)
  return ERROR_RULES[code] ?? (isTheirFault ? TRANSIENT : UNKNOWN_CODE)
}

/** The error as it is kept on a message and shown to people. */
export function messageErrorOf(error: MetaError, rule = ruleFor(error)): MessageError {
  return { code: error.code, title: titleOf(error, rule), advice: rule.advice }
}

/** The error as trouble of the channel, for its health. */
export function channelProblemOf(error: MetaError): ChannelProblemFact {
  const rule = ruleFor(error)
  return {
    kind: 'channel_problem',
    code: error.code,
    title: titleOf(error, rule),
    reason: PROBLEMS[rule.reason] ?? 'provider_error',
  }
}

/** True where an error of one message stops all others of the channel too. */
export function concernsChannel(error: MetaError): boolean {
  const { reason } = ruleFor(error)
  return reason === 'auth_expired' || reason === 'channel_blocked'
}

const PROBLEMS: Partial<Record<SendFailureReason, ChannelProblemFact['reason']>> = {
  rate_limited: 'rate_limited',
  recipient_rate_limited: 'rate_limited',
  auth_expired: 'token_expired',
  channel_blocked: 'account_blocked',
}

function titleOf(error: MetaError, rule: ErrorRule): string {
  const title = rule.title === '' ? error.title : rule.title
  const full = rule.withDetails && error.details ? `${title}: ${error.details}` : title
  return clip(withoutTokens(full), 300)
}

/** `(#131047) Re-engagement message` → `Re-engagement message`: the code is shown beside it. */
function withoutCode(message: string): string {
  return message.replace(/^\(#\d+\)\s*/, '')
}

/** Meta quotes a token that it can't parse; titles are stored and shown, so it must not stay in. */
function withoutTokens(text: string): string {
  return text.replaceAll(/\bEA[A-Za-z0-9]{16,}/g, '…')
}
