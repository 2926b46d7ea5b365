import type { DomainEvent, EventData, EventType } from '@shared/events.ts'
import type { ConversationState } from '@shared/contracts/conversations.ts'
import type { MessageDto } from '@shared/contracts/messages.ts'
import type { AttachmentId, ContactId, ConversationId, MessageId, ThreadId } from '@shared/ids.ts'

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
  /** Asks again for whatever is shown of a part of the workspace. */
  stale(...parts: Part[]): void
}

/** The routers of the server whose answers only need to be asked for again. */
export type Part =
  | 'contacts'
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

const companiesChanged = (cache: LiveCache) => cache.stale('companies', 'timeline')
const dealsChanged = (cache: LiveCache) => cache.stale('deals', 'timeline')
const tasksChanged = (cache: LiveCache) => cache.stale('tasks', 'timeline')

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
  },
  'conversation.assigned': conversationChanged,
  'conversation.resolved': conversationTurned,
  'conversation.reopened': conversationTurned,
  'conversation.read': conversationChanged,
  'conversation.marked_unread': conversationChanged,
  'contact.created': (cache, { contactId }) => cache.staleContact(contactId),
  'contact.updated': (cache, { contactId, name }) => {
    cache.renameContact(contactId, name)
    cache.staleContact(contactId)
  },
  'contact.deleted': (cache, { contactId }) => cache.staleContact(contactId),
  'contact.restored': (cache, { contactId }) => cache.staleContact(contactId),
  'contact.merged': (cache) => cache.stale('contacts', 'deals', 'tasks', 'timeline'),
  'contact.unmerged': (cache) => cache.stale('contacts', 'deals', 'tasks', 'timeline'),
  'company.created': companiesChanged,
  'company.updated': companiesChanged,
  'company.deleted': companiesChanged,
  'company.restored': companiesChanged,
  'deal.created': dealsChanged,
  'deal.updated': dealsChanged,
  'deal.moved': dealsChanged,
  'deal.won': dealsChanged,
  'deal.lost': dealsChanged,
  'deal.reopened': dealsChanged,
  'deal.deleted': dealsChanged,
  'deal.restored': dealsChanged,
  'pipeline.changed': (cache) => cache.stale('pipelines', 'deals'),
  'task.created': tasksChanged,
  'task.updated': tasksChanged,
  'task.completed': tasksChanged,
  'task.reopened': tasksChanged,
  'task.deleted': tasksChanged,
  'record.labelled': (cache) => cache.stale('labels', 'contacts', 'companies', 'deals'),
  'record.noted': (cache) => cache.stale('notes', 'timeline'),
  'fields.changed': (cache) => cache.stale('fields'),
  'labels.changed': (cache) => cache.stale('labels'),
  'view.changed': (cache) => cache.stale('views'),
  'notification.created': (cache) => cache.stale('notifications'),
  'channel.connected': (cache) => cache.staleChannels(),
  'channel.changed': (cache) => cache.staleChannels(),
  'channel.disconnected': (cache) => cache.staleChannels(),
  'receipt.failed': (cache) => cache.staleReceipts(),
}

export function applyEvent<E extends DomainEvent>(event: E, cache: LiveCache): void {
  const apply = APPLIERS[event.type] as (cache: LiveCache, data: E['data']) => void
  apply(cache, event.data)
}
