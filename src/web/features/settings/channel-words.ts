import type { ChannelHealth, ChannelStatus, CredentialCheck } from '@shared/contracts/channels.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'

export const STATUS_LOOK: Record<ChannelStatus, { label: PlainKey; tone: 'success' | 'warning' | 'danger' }> =
  {
    connected: { label: 'channels.connected', tone: 'success' },
    needs_attention: { label: 'channels.needsAttention', tone: 'warning' },
    disconnected: { label: 'channels.disconnected', tone: 'danger' },
  }

type Reason = NonNullable<ChannelHealth['problem']>['reason']

/** What is wrong, and what a person does about it. */
export const PROBLEMS: Record<Reason, { what: PlainKey; todo: PlainKey }> = {
  token_expired: { what: 'problem.tokenExpired', todo: 'problem.tokenExpiredTodo' },
  permission_missing: { what: 'problem.permission', todo: 'problem.permissionTodo' },
  account_blocked: { what: 'problem.blocked', todo: 'problem.blockedTodo' },
  rate_limited: { what: 'problem.rateLimited', todo: 'problem.rateLimitedTodo' },
  payment_required: { what: 'problem.payment', todo: 'problem.paymentTodo' },
  verify_token_mismatch: { what: 'problem.verifyToken', todo: 'problem.verifyTokenTodo' },
  signature_mismatch: { what: 'problem.signature', todo: 'problem.signatureTodo' },
  provider_error: { what: 'problem.provider', todo: 'problem.providerTodo' },
}

export const CHECK_REASONS: Record<NonNullable<CredentialCheck['reason']>, PlainKey> = {
  missing: 'check.missing',
  token_invalid: 'check.tokenInvalid',
  token_expired: 'check.tokenExpired',
  permission_missing: 'check.permission',
  not_found: 'check.notFound',
  not_in_account: 'check.notInAccount',
  provider_unreachable: 'check.unreachable',
  no_app_secret: 'check.noAppSecret',
}
