import type { AppError } from '../lib/errors.ts'
import type { Translate } from './catalogue.ts'

/** Our own words for a failed call; the server's English sentence is never shown. */
export function errorText(t: Translate, error: AppError): string {
  const seconds = error.details.retryAfterSeconds
  if (error.code === 'RATE_LIMITED' && seconds) return t('error.rateLimitedFor', { seconds })
  return t(`error.${error.code}`)
}
