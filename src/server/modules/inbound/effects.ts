import type { ConversationState } from '../../../shared/contracts/conversations.ts'
import type { MessageError, MessagePayload } from '../../../shared/contracts/messages.ts'
import type { DomainEvent } from '../../../shared/events.ts'
import type { AttachmentId, ChannelId, ConversationId, MessageId, ThreadId } from '../../../shared/ids.ts'
import type { InboundAttachment } from '../../adapters/contract/index.ts'
import type { ConversationRow, MessageRow, ThreadRow } from './batch-state.ts'

export interface NewMessage {
  id: MessageId
  channelId: ChannelId
  threadId: ThreadId
  conversationId: ConversationId
  direction: 'inbound' | 'outbound'
  origin: 'contact' | 'device' | 'system'
  externalKey: string
  type: string
  text: string | null
  payload: MessagePayload | null
  quotedExternalKey: string | null
  status: 'sent' | null
  error: MessageError | null
  sentAt: Date
}

export interface NewAttachment extends InboundAttachment {
  id: AttachmentId
  messageId: MessageId
  tooBig: boolean
}

export interface ReactionWrite {
  channelId: ChannelId
  targetExternalKey: string
  emoji: string | null
  at: Date
}

export interface ParkedStatus {
  channelId: ChannelId
  externalKey: string
  status: string
  error: MessageError | null
  at: Date
}

/** Everything that one workspace's part of a batch will write, and the events that tell of it. */
export interface GroupEffects {
  newMessages: NewMessage[]
  newAttachments: NewAttachment[]
  threads: Map<ThreadId, ThreadRow>
  conversations: Map<ConversationId, { row: ConversationRow; thread: ThreadRow }>
  /** Rows of `conversations` that have no number yet, in the order of their opening. */
  opened: ConversationRow[]
  statusChanges: Map<MessageId, MessageRow & { error: MessageError | null }>
  settledSends: Set<MessageId>
  /** Threads whose reply window the provider told us is closed, and since when. */
  closedWindows: Map<ThreadId, Date>
  parked: ParkedStatus[]
  reactions: Map<string, ReactionWrite>
  /** Built late, because a new conversation's number is known only shortly before the write. */
  events: (() => DomainEvent)[]
}

export function noEffects(): GroupEffects {
  return {
    newMessages: [],
    newAttachments: [],
    threads: new Map(),
    conversations: new Map(),
    opened: [],
    statusChanges: new Map(),
    settledSends: new Set(),
    closedWindows: new Map(),
    parked: [],
    reactions: new Map(),
    events: [],
  }
}

/** The facts about a conversation that events carry, as it stands at the end of the batch. */
export function conversationState(row: ConversationRow, thread: ThreadRow): ConversationState {
  return {
    id: row.id,
    number: row.number,
    threadId: thread.id,
    contactId: thread.contactId,
    channelId: thread.channelId,
    status: row.status,
    assigneeId: row.assigneeId,
    waitingSince: row.waitingSince?.toISOString() ?? null,
    unreadCount: row.unreadCount,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastDirection: row.lastDirection,
    lastMessageType: row.lastMessageType,
    preview: row.preview,
    version: row.version,
  }
}
