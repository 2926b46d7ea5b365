import type { MessageError, SendAdvice } from '@shared/contracts/messages.ts'
import type { PlainKey, Translate } from '../../i18n/catalogue.ts'

type FailureKey = Extract<PlainKey, `failure.${string}`>

/** Reasons that deserve a sentence of their own, by the provider's code. */
const BY_CODE: Record<string, FailureKey> = {
  '131047': 'failure.windowClosed',
  '131026': 'failure.undeliverable',
  '131030': 'failure.notAllowed',
  '130472': 'failure.experiment',
  '131049': 'failure.tooMany',
  '131050': 'failure.optedOut',
  '131051': 'failure.unsupported',
  '131052': 'failure.mediaDownload',
  '131053': 'failure.mediaUpload',
  '130429': 'failure.rateLimit',
  '131048': 'failure.spamLimit',
  '131056': 'failure.pairLimit',
  '131042': 'failure.payment',
  '131031': 'failure.accountBlocked',
  '368': 'failure.accountBlocked',
  '190': 'failure.tokenExpired',
  channel_disconnected: 'failure.channelDisconnected',
  unknown_outcome: 'failure.unknown',
}

const BY_ADVICE: Record<SendAdvice, FailureKey> = {
  use_template: 'failure.windowClosed',
  retry_later: 'failure.retryLater',
  check_number: 'failure.undeliverable',
  reconnect_channel: 'failure.channelDisconnected',
  account_blocked: 'failure.accountBlocked',
  change_file: 'failure.mediaUpload',
  customer_opted_out: 'failure.optedOut',
  decide_unknown: 'failure.unknown',
  contact_support: 'failure.other',
}

/** Sending the same again cannot help with these. */
const HOPELESS: readonly SendAdvice[] = ['use_template', 'customer_opted_out', 'change_file']

export function failureText(t: Translate, error: MessageError | null): string {
  if (!error) return t('failure.other')
  const key = BY_CODE[String(error.code)] ?? BY_ADVICE[error.advice]
  return key === 'failure.other' ? `${t(key)} (${error.code})` : t(key)
}

export function canResend(error: MessageError | null): boolean {
  return !error || !HOPELESS.includes(error.advice)
}
