import { Readable } from 'node:stream'
import { z } from 'zod'
import type { MessageDto } from '../../../../shared/contracts/messages.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import type { AttachmentId } from '../../../../shared/ids.ts'
import { messagePage, sendMessage } from '../../../modules/messages/index.ts'
import { sendToAddress } from '../../../modules/outbound/index.ts'
import { fileNameOf } from '../../media/file-name.ts'
import * as examples from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { toMessage } from '../present.ts'
import { route, type Call } from '../route.ts'
import {
  ListMessages,
  Message,
  MessagePage,
  SendMessage,
  SendMessageTo,
  type SentAttachment,
} from '../schemas/message.ts'
import { forgetFile, recordFile, storeFile } from '../store-file.ts'

const common = { tag: 'Messages' } as const
const params = z.strictObject({ id: zId('conversation') })
const sender = { kind: 'api' } as const
const SENDING_ERRORS = [
  'NOT_FOUND',
  'PAYLOAD_TOO_LARGE',
  'REPLY_WINDOW_CLOSED',
  'CHANNEL_NOT_CONNECTED',
  'ATTACHMENT_NOT_READY',
  'UNSUPPORTED_BY_CHANNEL',
] as const
const ACCEPTED =
  'Answers once the message is stored; `status` then tells how it fares (see `message.status_changed` in `/events`).'

export const messageRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/conversations/{id}/messages',
    operationId: 'listMessages',
    summary: 'Read the messages of a conversation',
    description:
      'The whole thread with this contact on this channel, newest first, earlier conversations included.',
    params,
    query: ListMessages,
    status: 200,
    response: MessagePage,
    errors: ['NOT_FOUND'],
    example: { response: examples.pageOf(examples.receivedMessage) },
    handle: async (call) => {
      const { items, nextCursor } = await messagePage(call.db, {
        conversationId: call.params.id,
        ...call.query,
      })
      return { data: items.map((item) => toMessage(call, item)), nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/conversations/{id}/messages',
    operationId: 'sendMessage',
    summary: 'Send a message in a conversation',
    description: ACCEPTED,
    params,
    body: jsonBody(SendMessage),
    status: 202,
    response: Message,
    errors: SENDING_ERRORS,
    example: { body: examples.sendMessage, response: examples.sentMessage },
    handle: (call) => {
      const { clientToken, body } = call
      const { text, quotedMessageId } = body
      const conversationId = call.params.id
      return withAttachment(call, body.attachment, (attachmentId) => {
        const input = { conversationId, clientToken, text, quotedMessageId, attachmentId }
        return sendMessage(call.services.sending, call.db, { input, sender })
      })
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/messages',
    operationId: 'sendMessageTo',
    summary: 'Send a message to a phone or a BSUID',
    description: `Goes into the thread with whoever has this address on the channel. A stranger becomes a contact, unless the channel only lets us answer: then the call is refused with REPLY_WINDOW_CLOSED and leaves nothing behind. ${ACCEPTED}`,
    body: jsonBody(SendMessageTo),
    status: 202,
    response: Message,
    errors: SENDING_ERRORS,
    example: { body: examples.sendMessageTo, response: examples.sentMessage },
    handle: (call) => {
      const { attachment, ...rest } = call.body
      return withAttachment(call, attachment, (attachmentId) => {
        const input = { ...rest, clientToken: call.clientToken, attachmentId }
        return sendToAddress(call.services.sending, call.db, { input, sender })
      })
    },
  }),
]

type Send = (attachmentId: AttachmentId | undefined) => Promise<MessageDto>

/** Sends with the file of the call, if it has one. One that came in place goes again unless it was sent. */
async function withAttachment(
  { services, db }: Pick<Call<unknown, unknown, unknown>, 'services' | 'db'>,
  attachment: SentAttachment | undefined,
  send: Send,
): Promise<Message> {
  const view = (message: MessageDto) => toMessage({ services, db }, message)
  if (!attachment || 'id' in attachment) return view(await send(attachment?.id))
  const { data, mime, fileName } = attachment
  const source = Readable.from([Buffer.from(data, 'base64')])
  const shownName = fileName === undefined ? null : fileNameOf(encodeURIComponent(fileName))
  const file = await storeFile(services, db, { source, claimedMime: mime, fileName: shownName })
  await recordFile(services, db, file)
  try {
    return view(await send(file.id))
  } finally {
    // A repeat is answered with the message of the first call, and that has its own copy.
    await forgetFile(services, db, file.id)
  }
}
