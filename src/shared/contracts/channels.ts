import { z } from 'zod'
import type { ChannelKind } from '../channels.ts'
import type { ChannelId, PipelineId } from '../ids.ts'
import { zId, zName } from './z.ts'

const zDigits = z
  .string()
  .trim()
  .regex(/^\d{5,32}$/, { message: 'expected 5 to 32 digits' })
const zSecret = z
  .string()
  .trim()
  .min(8)
  .max(1024)
  .regex(/^[\x21-\x7e]+$/, {
    message: 'expected printable characters without spaces',
  })

export const WhatsAppCloudCredentials = z.strictObject({
  phoneNumberId: zDigits,
  wabaId: zDigits,
  accessToken: zSecret,
  appSecret: zSecret.optional(),
  verifyToken: zSecret.optional(),
})
export type WhatsAppCloudCredentials = z.infer<typeof WhatsAppCloudCredentials>

export const ConnectChannel = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('whatsapp_cloud'),
    name: zName,
    credentials: WhatsAppCloudCredentials,
  }),
])
export type ConnectChannel = z.infer<typeof ConnectChannel>

/** One field of the connect form, checked against the provider before anything is stored. */
export const TestChannel = z.strictObject({
  kind: z.literal('whatsapp_cloud'),
  credentials: WhatsAppCloudCredentials.partial(),
})
export type TestChannel = z.infer<typeof TestChannel>

export type CredentialField = keyof WhatsAppCloudCredentials

export interface CredentialCheck {
  field: CredentialField
  state: 'ok' | 'failed' | 'unchecked'
  /** Why, as a code the UI has words for; absent when ok. */
  reason?:
    | 'missing'
    | 'token_invalid'
    | 'token_expired'
    | 'permission_missing'
    | 'not_found'
    | 'not_in_account'
    | 'provider_unreachable'
    | 'no_app_secret'
  /** What the provider showed, for instance the verified name and number. */
  detail?: string
}

export const RenameChannel = z.strictObject({ id: zId('channel'), name: zName })

export const UpdateChannel = z.strictObject({
  id: zId('channel'),
  /** Where deals made from its conversations start; null for the first pipeline. */
  defaultPipelineId: zId('pipeline').nullable(),
})
export type UpdateChannel = z.infer<typeof UpdateChannel>

export const ChannelRef = z.strictObject({ id: zId('channel') })

export type ChannelStatus = 'connected' | 'needs_attention' | 'disconnected'

/** What the channel last told of itself. Times are ISO strings. */
export interface ChannelHealth {
  problem?: {
    reason:
      | 'token_expired'
      | 'permission_missing'
      | 'account_blocked'
      | 'rate_limited'
      | 'payment_required'
      | 'verify_token_mismatch'
      | 'signature_mismatch'
      | 'provider_error'
    at: string
    code?: number
    detail?: string
  }
  webhookVerifiedAt?: string
  /** When something last came in; written once a second at most. */
  lastWebhookAt?: string
  quality?: string
  verifiedName?: string
}

export interface ChannelDto {
  id: ChannelId
  kind: ChannelKind
  name: string
  status: ChannelStatus
  /** The number as the provider writes it, for people. */
  address: string | null
  externalAccountId: string
  health: ChannelHealth
  defaultPipelineId: PipelineId | null
  createdAt: string
}

export interface ChannelDetail extends ChannelDto {
  webhookUrl: string
  /** Shown only to members who may manage channels. */
  verifyToken: string | null
  hasOwnApp: boolean
  lastInboundAt: string | null
}
