import { z } from 'zod'
import { CHANNEL_KINDS } from '../../../../shared/channels.ts'
import { ConnectChannel as connectChannel } from '../../../../shared/contracts/channels.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { zTime } from './common.ts'
import { page, request, response } from './registry.ts'

export const ConnectChannel = request('ConnectChannel', connectChannel)

const PROBLEMS = [
  'token_expired',
  'permission_missing',
  'account_blocked',
  'rate_limited',
  'payment_required',
  'verify_token_mismatch',
  'signature_mismatch',
  'provider_error',
] as const

const ChannelHealth = response(
  'ChannelHealth',
  z.strictObject({
    problem: z
      .strictObject({
        reason: z.enum(PROBLEMS),
        at: zTime,
        code: z.number().optional().describe("The provider's code."),
        detail: z.string().optional(),
      })
      .optional()
      .describe('Absent while all is well.'),
    webhookVerifiedAt: zTime.optional(),
    lastWebhookAt: zTime.optional(),
    quality: z.string().optional(),
    verifiedName: z.string().optional(),
  }),
)

const channel = {
  id: zId('channel'),
  kind: z.enum(CHANNEL_KINDS),
  name: z.string(),
  status: z
    .enum(['connected', 'needs_attention', 'disconnected'])
    .describe('`needs_attention` receives, and holds what it is to send until somebody mends it.'),
  address: z.string().nullable().describe('The number as the provider writes it.'),
  externalAccountId: z.string().describe("The provider's id: for WhatsApp Cloud the phone number id."),
  health: ChannelHealth,
  defaultPipelineId: zId('pipeline').nullable().describe('Where deals from its conversations start.'),
  createdAt: zTime,
}

export const ChannelPage = page('ChannelPage', response('Channel', z.strictObject(channel)))

export const ChannelDetail = response(
  'ChannelDetail',
  z.strictObject({
    ...channel,
    webhookUrl: z.string().describe('Where the provider is to send its webhooks.'),
    verifyToken: z.string().nullable().describe("What the provider's dashboard asks for beside that URL."),
    hasOwnApp: z.boolean().describe("Whether webhooks are signed with the channel's own app secret."),
    lastInboundAt: zTime.nullable(),
  }),
)
