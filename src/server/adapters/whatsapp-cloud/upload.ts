import type { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import type { Connection, OutboundMessage } from '../contract/index.ts'
import type { GraphClient } from '../meta/graph-client.ts'
import { refusal, unreachable } from '../meta/graph-error.ts'
import { idOf } from '../meta/json.ts'
import { multipart } from '../meta/multipart.ts'
import { CAPABILITIES } from './capabilities.ts'

type Attachment = NonNullable<OutboundMessage['attachment']>

/**
 * Uploads a file and answers with its media id, which Meta keeps for 30 days.
 * @throws ChannelError, always `refused`: an uploaded file alone reaches nobody
 */
export async function uploadMedia(
  graph: GraphClient,
  attachment: Attachment,
  connection: Connection<WhatsAppCloudCredentials>,
): Promise<string> {
  requireSendable(attachment)
  const { mime, size, fileName } = attachment
  const answer = await graph.call(connection.credentials, {
    method: 'POST',
    path: [connection.externalAccountId, 'media'],
    form: multipart(
      { messaging_product: 'whatsapp', type: mime },
      { name: 'file', fileName: fileName ?? 'file', mime, size, open: () => attachment.open() },
    ),
    isRepeatable: true,
  })
  const id = idOf(answer['id'])
  if (id === undefined) throw unreachable(new Error('The upload was answered without an id'))
  return id
}

/** Spares an upload that Meta would refuse, and says why in plain words. */
function requireSendable({ type, mime, size }: Attachment): void {
  const limits = CAPABILITIES.outboundMedia[type]
  const base = mime.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!limits || (limits.mimes && !limits.mimes.includes(base))) {
    throw refusal('rejected', {
      code: 'file_type',
      title: `WhatsApp does not accept files of type ${base} as ${type}`,
      advice: 'change_file',
    })
  }
  if (size > limits.maxBytes) {
    const megabytes = String(limits.maxBytes / (1024 * 1024))
    throw refusal('rejected', {
      code: 'file_too_big',
      title: `WhatsApp accepts up to ${megabytes} MB as ${type}`,
      advice: 'change_file',
    })
  }
}
