import { z } from 'zod'
import {
  ATTACHMENT_STATES,
  DELIVERY_STATUSES,
  MESSAGE_DIRECTIONS,
  MESSAGE_ORIGINS,
  MESSAGE_TYPES,
  SEND_ADVICE,
} from '../../../../shared/contracts/messages.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { LIMITS } from '../../../../shared/limits.ts'
import { isAddress } from '../../../modules/outbound/index.ts'
import { paging, zTime } from './common.ts'
import { page, request, response } from './registry.ts'

export const Attachment = response(
  'Attachment',
  z.strictObject({
    id: zId('attachment'),
    type: z.enum(['image', 'audio', 'video', 'document', 'sticker']),
    mime: z.string(),
    size: z.number().int().nullable().describe('Bytes.'),
    fileName: z.string().nullable(),
    state: z
      .enum(ATTACHMENT_STATES)
      .describe('`uploaded` waits to be sent; `pending` is being fetched from the provider.'),
    url: z
      .string()
      .nullable()
      .describe('Opens the file for five minutes, without a key; null until we have it.'),
  }),
)

const MessageError = response(
  'MessageError',
  z.strictObject({
    code: z.union([z.number(), z.string()]).describe("The provider's code, or ours."),
    title: z.string(),
    advice: z.string().describe('What to do, as an English sentence.'),
    adviceCode: z.enum(SEND_ADVICE),
  }),
)

export const Message = response(
  'Message',
  z.strictObject({
    id: zId('message'),
    conversationId: zId('conversation'),
    direction: z
      .enum(MESSAGE_DIRECTIONS)
      .describe('`internal`: notes and system lines, which the contact never sees.'),
    origin: z.enum(MESSAGE_ORIGINS).describe('`device`: written on the phone that the number belongs to.'),
    type: z.string().describe(`One of ${MESSAGE_TYPES.join(', ')}; more may come.`),
    text: z.string().nullable(),
    status: z
      .enum(DELIVERY_STATUSES)
      .nullable()
      .describe(
        'Of what was sent; null for others. `unknown`: the provider never answered, and nothing is sent twice by guess.',
      ),
    externalId: z.string().nullable().describe("The provider's id."),
    quotedExternalId: z.string().nullable(),
    reactions: z.array(z.strictObject({ emoji: z.string(), by: z.string() })),
    attachments: z.array(Attachment),
    payload: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What the type says beyond text: a location, contact cards, a choice.'),
    error: MessageError.nullable(),
    sentAt: zTime,
    deliveredAt: zTime.nullable(),
    readAt: zTime.nullable(),
    editedAt: zTime.nullable(),
    deletedAt: zTime.nullable(),
  }),
)
export type Message = z.infer<typeof Message>

export const MessagePage = page('MessagePage', Message)

export const ListMessages = z.strictObject(paging(30))

/** Leaves room for the rest of the message in a body of 1 MB. */
export const INLINE_MAX_BYTES = 700_000
const BASE64_MAX = Math.ceil(INLINE_MAX_BYTES / 3) * 4

const zBase64 = z
  .string()
  .min(1)
  .max(BASE64_MAX, { error: `holds at most ${INLINE_MAX_BYTES} bytes; send larger files with POST /uploads` })
  .refine((text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text), {
    error: 'expected base64',
  })
  .meta({ contentEncoding: 'base64' })

const zMime = z
  .string()
  .max(127)
  .regex(/^[\w.+-]+\/[\w.+-]+(?:; *[\w-]+=[\w."+-]+)*$/, {
    error: 'expected a media type such as image/jpeg',
  })

const zAttachment = z
  .union(
    [
      z.strictObject({ id: zId('attachment') }),
      z.strictObject({ data: zBase64, mime: zMime, fileName: zText(LIMITS.fileName).optional() }),
    ],
    { error: 'expected { id } of an upload, or { data, mime, fileName } with base64 of at most 700 kB' },
  )
  .describe('A file uploaded before, or a small one in place.')
export type SentAttachment = z.infer<typeof zAttachment>

const content = {
  text: zText(LIMITS.messageText).optional(),
  attachment: zAttachment.optional(),
  quotedMessageId: zId('message').optional().describe('A message of the same thread that this one answers.'),
}

const hasContent = (body: { text?: string | undefined; attachment?: unknown }) =>
  Boolean(body.text?.trim()) || body.attachment !== undefined
const NO_CONTENT = { error: 'expected text, an attachment or both' }
const CONTENT = { anyOf: [{ required: ['text'] }, { required: ['attachment'] }] }

export const SendMessage = request(
  'SendMessage',
  z.strictObject(content).refine(hasContent, NO_CONTENT).meta(CONTENT),
)

const zTo = z
  .string()
  .trim()
  .max(150)
  .refine(isAddress, { error: 'expected a phone with its country code, such as +523300000112, or a BSUID' })
  .describe('A phone with its country code, or the BSUID of somebody who hides it.')

export const SendMessageTo = request(
  'SendMessageTo',
  z
    .strictObject({ channelId: zId('channel'), to: zTo, ...content })
    .refine(hasContent, NO_CONTENT)
    .meta(CONTENT),
)
