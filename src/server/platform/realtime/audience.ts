import type { EventType } from '../../../shared/events.ts'
import type { Permission } from '../../../shared/permissions.ts'

/**
 * Who may see an event, decided once for every kind: a new kind does not compile until somebody
 * decides. The same table filters what is pushed and what is fetched after a cut.
 */
export const AUDIENCE: { readonly [T in EventType]: Permission } = {
  'message.received': 'conversations.view',
  'message.created': 'conversations.view',
  'message.status_changed': 'conversations.view',
  'message.reacted': 'conversations.view',
  'note.added': 'conversations.view',
  'attachment.changed': 'conversations.view',
  'conversation.assigned': 'conversations.view',
  'conversation.resolved': 'conversations.view',
  'conversation.reopened': 'conversations.view',
  'conversation.read': 'conversations.view',
  'conversation.marked_unread': 'conversations.view',
  'contact.created': 'contacts.view',
  'contact.updated': 'contacts.view',
  'channel.connected': 'channels.view',
  'channel.changed': 'channels.view',
  'channel.disconnected': 'channels.view',
  'receipt.failed': 'receipts.view',
}
