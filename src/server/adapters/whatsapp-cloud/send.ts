import type { ChannelError, Connection, OutboundMessage, SendReceipt } from '../contract/index.ts'
import type { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import type { GraphClient } from '../meta/graph-client.ts'
import { refusal, unknownOutcome } from '../meta/graph-error.ts'
import { idOf, objectsOf, textOf, type JsonObject } from '../meta/json.ts'
import { uploadMedia } from './upload.ts'

type Cloud = Connection<WhatsAppCloudCredentials>

/**
 * Sends a text or a file. Files are uploaded first: a failed upload has sent nothing.
 * @throws ChannelError; `outcome: 'unknown'` where Meta may have taken the message
 */
export async function sendMessage(
  graph: GraphClient,
  out: OutboundMessage,
  connection: Cloud,
): Promise<SendReceipt> {
  const recipient = recipientOf(out.to)
  const content = await contentOf(graph, out, connection)
  const answer = await graph.call(connection.credentials, {
    method: 'POST',
    path: [connection.externalAccountId, 'messages'],
    json: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...recipient,
      ...content,
      ...(out.quotedExternalKey !== undefined && { context: { message_id: out.quotedExternalKey } }),
      biz_opaque_callback_data: out.opaque,
    },
    isRepeatable: false,
  })
  return receiptOf(answer, recipient)
}

/** Tells WhatsApp that a message, and so all before it, was read. @throws ChannelError */
export async function markMessageRead(
  graph: GraphClient,
  externalKey: string,
  connection: Cloud,
): Promise<void> {
  await graph.call(connection.credentials, {
    method: 'POST',
    path: [connection.externalAccountId, 'messages'],
    json: { messaging_product: 'whatsapp', status: 'read', message_id: externalKey },
    isRepeatable: true,
  })
}

type Recipient = { to: string } | { recipient: string }

function recipientOf(address: string): Recipient {
  const [kind, value] = splitOnce(address, ':')
  // Without the "+" Meta puts the business' own country code in front: a stranger would get it.
  if (kind === 'phone' && /^\d{5,20}$/.test(value)) return { to: `+${value}` }
  if (kind === 'bsuid' && value !== '') return { recipient: value }
  throw refusal('invalid_recipient', {
    code: 'no_address',
    title: 'There is no WhatsApp address to send to',
    advice: 'check_number',
  })
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

async function contentOf(graph: GraphClient, out: OutboundMessage, connection: Cloud): Promise<JsonObject> {
  const { attachment, text } = out
  if (!attachment) {
    if (text === undefined) throw rejected('empty_message', 'The message is empty')
    return { type: 'text', text: { preview_url: true, body: text } }
  }
  const { type, fileName, mime } = attachment
  if (type === 'audio' && text)
    throw rejected('text_with_audio', 'WhatsApp sends no text together with an audio file')
  const id = await uploadMedia(graph, attachment, connection)
  const content = {
    id,
    ...(text && { caption: text }),
    ...(type === 'document' && fileName !== null && { filename: fileName }),
    // Opus is what voice notes are made of; anything else is shown as a file with a player.
    ...(type === 'audio' && mime.includes('opus') && { voice: true }),
  }
  return { type, [type]: content }
}

function rejected(code: string, title: string): ChannelError {
  return refusal('rejected', { code, title, advice: 'contact_support' })
}

/** Meta answers with the wa_id it uses, which in MX, BR and AR may differ from the number asked for. */
function receiptOf(answer: JsonObject, recipient: Recipient): SendReceipt {
  const externalKey = idOf(objectsOf(answer['messages'])[0]?.['id'])
  if (externalKey === undefined) throw unknownOutcome(new Error('The answer names no message'))
  const alias = textOf(objectsOf(answer['contacts'])[0]?.['wa_id'])
  const isNews = alias !== undefined && 'to' in recipient && recipient.to !== `+${alias}`
  return { externalKey, ...(isNews && { recipientAlias: alias }) }
}
