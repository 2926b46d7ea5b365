import type { ConversationState } from './contracts/conversations.ts'
import type { ChannelStatus } from './contracts/channels.ts'
import type { AttachmentState, DeliveryStatus, MessageError } from './contracts/messages.ts'
import type { AttachmentId, ChannelId, ContactId, MessageId, UserId } from './ids.ts'

/**
 * The workspace's log of facts, past tense, `noun.verb`. Ids and small facts; the one exception is
 * ConversationState, which makes every event about a conversation idempotent for its readers.
 */
export interface EventData {
  'message.received': { messageId: MessageId; conversation: ConversationState }
  /** An agent, the API or the phone's own app wrote to the contact. */
  'message.created': { messageId: MessageId; conversation: ConversationState }
  'message.status_changed': {
    messageId: MessageId
    conversationId: ConversationState['id']
    threadId: ConversationState['threadId']
    status: DeliveryStatus
    error: MessageError | null
    at: string
  }
  'message.reacted': {
    messageId: MessageId
    conversationId: ConversationState['id']
    threadId: ConversationState['threadId']
    emoji: string | null
    by: string
  }
  'note.added': { messageId: MessageId; conversation: ConversationState }
  'attachment.changed': {
    attachmentId: AttachmentId
    messageId: MessageId
    conversationId: ConversationState['id']
    threadId: ConversationState['threadId']
    state: AttachmentState
  }
  'conversation.assigned': { conversation: ConversationState; by: UserId | null }
  'conversation.resolved': { conversation: ConversationState; by: UserId | null }
  'conversation.reopened': { conversation: ConversationState; by: UserId | null }
  'conversation.read': { conversation: ConversationState; by: UserId | null }
  'conversation.marked_unread': { conversation: ConversationState; by: UserId | null }
  'contact.created': { contactId: ContactId }
  'contact.updated': { contactId: ContactId; name: string }
  'channel.connected': { channelId: ChannelId }
  'channel.changed': { channelId: ChannelId; status: ChannelStatus }
  'channel.disconnected': { channelId: ChannelId }
  /** Without an id where the receipt was stored in a batch, which does not learn it. */
  'receipt.failed': { receiptId: number | null; channelId: ChannelId }
}

export type EventType = keyof EventData

export type DomainEvent = {
  [T in EventType]: { type: T; data: EventData[T] }
}[EventType]

export type StoredEvent = DomainEvent & { seq: number; at: string }

/**
 * What a live client gets. `from` and `to` are contiguous between envelopes, so that "an event you
 * may not see" differs from "an envelope you missed": from must equal the last `to` plus one.
 */
export interface LiveEnvelope {
  from: number
  to: number
  events: StoredEvent[]
}
