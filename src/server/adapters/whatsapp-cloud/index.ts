import { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import type { ChannelAdapter } from '../contract/index.ts'
import { GraphClient, type GraphOptions } from '../meta/graph-client.ts'
import { verifySignature } from '../meta/signature.ts'
import { describeNumber, subscribeAccount } from './account.ts'
import { CAPABILITIES } from './capabilities.ts'
import { checkCredentials } from './check.ts'
import { openMedia } from './fetch-media.ts'
import { normalise } from './normalise.ts'
import { markMessageRead, sendMessage } from './send.ts'
import { split } from './split.ts'

/** WhatsApp through Meta's Cloud API. */
export function createWhatsAppCloudAdapter(options: GraphOptions): ChannelAdapter<WhatsAppCloudCredentials> {
  const graph = new GraphClient(options)
  return {
    kind: 'whatsapp_cloud',
    capabilities: CAPABILITIES,
    credentials: WhatsAppCloudCredentials,
    accountOf: ({ phoneNumberId, wabaId }) => ({
      externalAccountId: phoneNumberId,
      externalParentId: wabaId,
    }),
    signingSecretOf: ({ appSecret }) => appSecret ?? null,
    verify: verifySignature,
    split,
    normalise,
    send: (out, connection) => sendMessage(graph, out, connection),
    markRead: (externalKey, connection) => markMessageRead(graph, externalKey, connection),
    fetchMedia: (externalMediaId, connection) => openMedia(graph, externalMediaId, connection),
    check: (credentials) => checkCredentials(graph, credentials),
    describe: (credentials) => describeNumber(graph, credentials),
    subscribe: (credentials) => subscribeAccount(graph, credentials),
  }
}
