import type { DomainEvent, EventData, EventType } from '@shared/events.ts'
import type { ConversationState } from '@shared/contracts/conversations.ts'
import type { DealState } from '@shared/contracts/deals.ts'
import type { MessageDto } from '@shared/contracts/messages.ts'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import type {
  AttachmentId,
  CompanyId,
  ContactId,
  ConversationId,
  DealId,
  MessageId,
  TaskId,
  ThreadId,
} from '@shared/ids.ts'
import type { RecordRef } from '@shared/records.ts'

/**
 * What an event may do to the cached answers of the server. Patches are idempotent, so an event
 * may repeat or overlap a fetch; a `want…` asks the server for what the event only names.
 */
export interface LiveCache {
  /** Keeps the state with the higher version, in every list and detail that shows it. */
  putConversation(state: ConversationState): void
  patchMessage(threadId: ThreadId, messageId: MessageId, patch: (message: MessageDto) => MessageDto): void
  patchAttachment(
    threadId: ThreadId,
    attachmentId: AttachmentId,
    state: MessageDto['attachments'][number]['state'],
  ): void
  renameContact(contactId: ContactId, name: string): void
  /** A message that a cached thread lacks or shows in an older form. */
  wantMessage(threadId: ThreadId, messageId: MessageId): void
  /** The facts of an open conversation beyond its state, such as its reply window. */
  wantConversation(conversationId: ConversationId): void
  staleContact(contactId: ContactId): void
  staleChannels(): void
  staleReceipts(): void
  /** Keeps the state with the higher version, on every board that shows it; lists of deals ask again. */
  putDeal(deal: DealState): void
  removeDeal(dealId: DealId): void
  /** Keeps the state with the higher version, in every list of tasks where it belongs. */
  putTask(task: TaskDto): void
  removeTask(taskId: TaskId): void
  /** The row of a table that shows this record in an older form, or lacks it where it is new. */
  wantRow(entity: 'contact' | 'company', id: ContactId | CompanyId, isNew?: boolean): void
  /** Asks again for whatever is shown of a part of the workspace. */
  stale(...parts: Part[]): void
}

/** The routers of the server whose answers only need to be asked for again. */
export type Part =
  | 'imports'
  | 'exports'
  | 'tables'
  | 'contacts'
  | 'conversations'
  | 'companies'
  | 'deals'
  | 'pipelines'
  | 'tasks'
  | 'fields'
  | 'labels'
  | 'notes'
  | 'views'
  | 'notifications'
  | 'timeline'
  | 'messages.files'

type Appliers = { [T in EventType]: (cache: LiveCache, data: EventData[T]) => void }

const conversationChanged = (cache: LiveCache, data: { conversation: ConversationState }) =>
  cache.putConversation(data.conversation)

const messageArrived = (
  cache: LiveCache,
  data: { messageId: MessageId; conversation: ConversationState },
) => {
  cache.putConversation(data.conversation)
  cache.wantMessage(data.conversation.threadId, data.messageId)
}

/** Its end and its reply window stand in the details only, where the server sets them. */
const conversationTurned = (cache: LiveCache, data: { conversation: ConversationState }) => {
  cache.putConversation(data.conversation)
  cache.wantConversation(data.conversation.id)
}

const messageExchanged = (
  cache: LiveCache,
  data: { messageId: MessageId; conversation: ConversationState },
) => {
  messageArrived(cache, data)
  // The contact's message opens the reply window anew; either side's reopens what was resolved.
  cache.wantConversation(data.conversation.id)
}

/** Rare, and nearly everything shows whose it is. */
const contactsMerged = (cache: LiveCache, data: { contactId: ContactId; mergedId: ContactId }) => {
  cache.stale('contacts', 'companies', 'conversations', 'deals', 'tasks', 'notes', 'timeline')
  cache.wantRow('contact', data.contactId)
  cache.wantRow('contact', data.mergedId)
}

const contactTouched = (cache: LiveCache, { contactId }: { contactId: ContactId }) => {
  cache.staleContact(contactId)
  cache.wantRow('contact', contactId)
}

const contactCreated = (cache: LiveCache, { contactId }: { contactId: ContactId }) => {
  cache.staleContact(contactId)
  cache.wantRow('contact', contactId, true)
}

const companyCreated = (cache: LiveCache, { companyId }: { companyId: CompanyId }) => {
  cache.stale('companies', 'timeline')
  cache.wantRow('company', companyId, true)
}

const companiesChanged = (cache: LiveCache, { companyId }: { companyId: CompanyId }) => {
  cache.stale('companies', 'timeline')
  cache.wantRow('company', companyId)
}

const recordLabelled = (cache: LiveCache, data: RecordRef) => {
  cache.stale('labels', 'contacts', 'companies', 'deals')
  if (data.entity === 'contact' || data.entity === 'company') cache.wantRow(data.entity, data.recordId)
}

const dealChanged = (cache: LiveCache, { deal }: { deal: DealState }) => {
  cache.putDeal(deal)
  cache.stale('timeline')
}
const taskChanged = (cache: LiveCache, { task }: { task: TaskDto }) => cache.putTask(task)

/** Total: an event type without its line here does not compile. */
const APPLIERS: Appliers = {
  'message.received': messageExchanged,
  'message.created': messageExchanged,
  'note.added': messageArrived,
  'message.status_changed': (cache, { threadId, messageId, conversationId, status, error, at }) => {
    cache.patchMessage(threadId, messageId, (message) => ({
      ...message,
      status,
      error,
      deliveredAt: status === 'delivered' ? (message.deliveredAt ?? at) : message.deliveredAt,
      readAt: status === 'read' || status === 'played' ? (message.readAt ?? at) : message.readAt,
    }))
    // The provider says that the reply window is closed, whatever we believed.
    if (error?.advice === 'use_template') cache.wantConversation(conversationId)
  },
  'message.reacted': (cache, { threadId, messageId, emoji, by }) =>
    cache.patchMessage(threadId, messageId, (message) => {
      const others = message.reactions.filter((reaction) => reaction.by !== by)
      return { ...message, reactions: emoji === null ? others : [...others, { emoji, by }] }
    }),
  'attachment.changed': (cache, { threadId, messageId, attachmentId, state }) => {
    cache.patchAttachment(threadId, attachmentId, state)
    // A ready attachment has an address, a size and a kind that the event doesn't carry.
    cache.wantMessage(threadId, messageId)
    cache.stale('messages.files')
  },
  'conversation.assigned': conversationChanged,
  'conversation.resolved': conversationTurned,
  'conversation.reopened': conversationTurned,
  'conversation.read': conversationChanged,
  'conversation.marked_unread': conversationChanged,
  'contact.created': contactCreated,
  'contact.updated': (cache, { contactId, name }) => {
    cache.renameContact(contactId, name)
    cache.staleContact(contactId)
    cache.wantRow('contact', contactId)
  },
  'contact.deleted': contactTouched,
  'contact.restored': contactCreated,
  'contact.merged': contactsMerged,
  'contact.unmerged': contactsMerged,
  'company.created': companyCreated,
  'company.updated': companiesChanged,
  'company.deleted': companiesChanged,
  'company.restored': companyCreated,
  'deal.created': dealChanged,
  'deal.updated': dealChanged,
  'deal.moved': dealChanged,
  'deal.won': dealChanged,
  'deal.lost': dealChanged,
  'deal.reopened': dealChanged,
  'deal.deleted': (cache, { dealId }) => cache.removeDeal(dealId),
  'deal.restored': dealChanged,
  'pipeline.changed': (cache) => cache.stale('pipelines', 'deals'),
  'task.created': taskChanged,
  'task.updated': taskChanged,
  'task.completed': taskChanged,
  'task.reopened': taskChanged,
  'task.deleted': (cache, { taskId }) => cache.removeTask(taskId),
  'record.labelled': recordLabelled,
  'record.noted': (cache) => cache.stale('notes', 'timeline'),
  'fields.changed': (cache) => cache.stale('fields'),
  'labels.changed': (cache) => cache.stale('labels'),
  'view.changed': (cache) => cache.stale('views'),
  'notification.created': (cache) => cache.stale('notifications'),
  'import.changed': (cache) => cache.stale('imports'),
  'contacts.imported': (cache) => cache.stale('contacts', 'tables', 'companies', 'labels'),
  'export.changed': (cache) => cache.stale('exports'),
  'channel.connected': (cache) => cache.staleChannels(),
  'channel.changed': (cache) => cache.staleChannels(),
  'channel.disconnected': (cache) => cache.staleChannels(),
  'receipt.failed': (cache) => cache.staleReceipts(),
}

export function applyEvent<E extends DomainEvent>(event: E, cache: LiveCache): void {
  const apply = APPLIERS[event.type] as (cache: LiveCache, data: E['data']) => void
  apply(cache, event.data)
}
