import type { ConversationState } from './contracts/conversations.ts'
import type { ChannelStatus } from './contracts/channels.ts'
import type { AttachmentState, DeliveryStatus, MessageError } from './contracts/messages.ts'
import type { DealState } from './contracts/deals.ts'
import type { ExportState } from './contracts/exports.ts'
import type { ImportState } from './contracts/imports.ts'
import type { TaskDto } from './contracts/tasks.ts'
import type {
  AttachmentId,
  ChannelId,
  CompanyId,
  ContactId,
  DealId,
  ExportId,
  ImportId,
  MessageId,
  NoteId,
  NotificationId,
  PipelineId,
  TaskId,
  UserId,
  ViewId,
} from './ids.ts'
import type { FieldEntity, RecordEntity, RecordRef } from './records.ts'

/**
 * The workspace's log of facts, past tense, `noun.verb`. Ids and small facts; the exceptions are the
 * states of conversations, deals and tasks, which make an event idempotent for its readers.
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
  'contact.deleted': { contactId: ContactId }
  'contact.restored': { contactId: ContactId }
  /** The loser's id leads to the winner from now on. */
  'contact.merged': { contactId: ContactId; mergedId: ContactId }
  'contact.unmerged': { contactId: ContactId; mergedId: ContactId }
  'company.created': { companyId: CompanyId }
  'company.updated': { companyId: CompanyId }
  'company.deleted': { companyId: CompanyId }
  'company.restored': { companyId: CompanyId }
  'deal.created': { deal: DealState; by: UserId | null }
  'deal.updated': { deal: DealState; by: UserId | null }
  /** To another stage, or another place in its stage. */
  'deal.moved': { deal: DealState; by: UserId | null }
  'deal.won': { deal: DealState; by: UserId | null }
  'deal.lost': { deal: DealState; by: UserId | null }
  'deal.reopened': { deal: DealState; by: UserId | null }
  'deal.deleted': { dealId: DealId; pipelineId: PipelineId; by: UserId | null }
  'deal.restored': { deal: DealState; by: UserId | null }
  'pipeline.changed': { pipelineId: PipelineId }
  'task.created': { task: TaskDto; by: UserId | null }
  'task.updated': { task: TaskDto; by: UserId | null }
  'task.completed': { task: TaskDto; by: UserId | null }
  'task.reopened': { task: TaskDto; by: UserId | null }
  'task.deleted': { taskId: TaskId; by: UserId | null }
  'record.labelled': RecordRef & { by: UserId | null }
  'record.noted': RecordRef & { noteId: NoteId; by: UserId | null }
  'fields.changed': { entity: FieldEntity }
  'labels.changed': Record<string, never>
  'view.changed': { viewId: ViewId; entity: RecordEntity | 'task' }
  /** Only ids: what it says, its owner fetches. */
  'notification.created': { notificationId: NotificationId; userId: UserId }
  'import.changed': { importId: ImportId; state: ImportState; doneRows: number; rowCount: number | null }
  /** Many contacts at once were made, changed or taken back: each would be an event too many. */
  'contacts.imported': { importId: ImportId }
  'export.changed': { exportId: ExportId; state: ExportState; rowCount: number }
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
