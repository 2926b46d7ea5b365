import { z } from 'zod'
import type { AttachmentId, ConversationId, MessageId, ThreadId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { zClientToken, zCursor, zDirection, zId, zText } from './z.ts'

export const MESSAGE_DIRECTIONS = ['inbound', 'outbound', 'internal'] as const
export type MessageDirection = (typeof MESSAGE_DIRECTIONS)[number]

export const MESSAGE_ORIGINS = ['contact', 'agent', 'api', 'device', 'system'] as const
export type MessageOrigin = (typeof MESSAGE_ORIGINS)[number]

/** In the order of climbing; `failed` is taken until delivered (see domain/delivery-status). */
export const DELIVERY_STATUSES = [
  'queued',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

export const ATTACHMENT_STATES = ['uploaded', 'pending', 'ready', 'failed', 'too_big'] as const
export type AttachmentState = (typeof ATTACHMENT_STATES)[number]

/** `note` and `system` are internal; `unsupported` is kept and shown as such. */
export const MESSAGE_TYPES = [
  'text',
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'note',
  'system',
  'unsupported',
] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

export interface LocationPayload {
  latitude: number
  longitude: number
  name?: string
  address?: string
}

export interface ContactCard {
  name: string
  phones: { phone: string; label?: string }[]
  emails?: string[]
}

/** What a message says beyond its text, by type. */
export interface MessagePayload {
  location?: LocationPayload
  contacts?: ContactCard[]
  /** A customer's answer to buttons or a list. */
  choice?: { id: string; title: string; description?: string }
  voice?: boolean
  forwarded?: 'once' | 'many_times'
  /** System lines: what happened, with facts for the UI's own words. */
  system?: { event: string; [fact: string]: unknown }
  /** The provider's name of a kind that we don't show yet. */
  unsupportedKind?: string
  [fact: string]: unknown
}

export interface MessageError {
  /** The provider's code, or our own: `unknown_outcome`, `channel_disconnected`, … */
  code: number | string
  title: string
  /** What to do, as a code the UI has words for; the REST API shows the English sentence. */
  advice: SendAdvice
}

export const SEND_ADVICE = [
  'use_template',
  'retry_later',
  'check_number',
  'reconnect_channel',
  'account_blocked',
  'change_file',
  'customer_opted_out',
  'decide_unknown',
  'contact_support',
] as const
export type SendAdvice = (typeof SEND_ADVICE)[number]

export interface AttachmentDto {
  id: AttachmentId
  type: 'image' | 'audio' | 'video' | 'document' | 'sticker'
  mime: string
  size: number | null
  fileName: string | null
  state: AttachmentState
  /** Where the bytes are once `ready`, else null. */
  url: string | null
}

export interface QuotedMessage {
  id: MessageId | null
  externalId: string
  direction: MessageDirection | null
  type: string | null
  text: string | null
}

export interface MessageDto {
  id: MessageId
  conversationId: ConversationId
  threadId: ThreadId
  direction: MessageDirection
  origin: MessageOrigin
  authorId: UserId | null
  type: string
  text: string | null
  status: DeliveryStatus | null
  externalId: string | null
  clientToken: string | null
  quoted: QuotedMessage | null
  reactions: { emoji: string; by: string }[]
  attachments: AttachmentDto[]
  payload: MessagePayload | null
  error: MessageError | null
  sentAt: string
  deliveredAt: string | null
  readAt: string | null
  editedAt: string | null
  deletedAt: string | null
}

/** A page of the whole thread, newest first. */
export const ThreadPage = z.strictObject({
  conversationId: zId('conversation'),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(LIMITS.threadPage),
})
export type ThreadPage = z.infer<typeof ThreadPage>

/** The files of a thread, newest first. */
export const ThreadFiles = z.strictObject({
  conversationId: zId('conversation'),
  cursor: zCursor.optional(),
  direction: zDirection,
})
export type ThreadFiles = z.infer<typeof ThreadFiles>

/** A file with the message that brought it. */
export interface ThreadFile extends AttachmentDto {
  messageId: MessageId
  direction: MessageDirection
  sentAt: string
}

/** For messages that an event named. */
export const MessagesByIds = z.strictObject({
  conversationId: zId('conversation'),
  ids: z.array(zId('message')).min(1).max(50),
})

export const SendMessage = z.strictObject({
  conversationId: zId('conversation'),
  clientToken: zClientToken,
  text: zText(LIMITS.messageText).optional(),
  attachmentId: zId('attachment').optional(),
  quotedMessageId: zId('message').optional(),
})
export type SendMessage = z.infer<typeof SendMessage>

export const AddNote = z.strictObject({
  conversationId: zId('conversation'),
  clientToken: zClientToken,
  text: zText(LIMITS.noteText).trim().min(1),
})
export type AddNote = z.infer<typeof AddNote>

/** What a person decides of a send whose outcome is unknown, or of one that failed. */
export const SettleMessage = z.strictObject({
  id: zId('message'),
  decision: z.enum(['resend', 'mark_sent', 'give_up']),
})
export type SettleMessage = z.infer<typeof SettleMessage>
