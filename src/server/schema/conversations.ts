import {
  bigint,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import { CONVERSATION_STATUSES } from '../../shared/contracts/conversations.ts'
import { createdAt, exact, id, jsonDoc, moment, updatedAt } from './columns.ts'

/** The endless chat between one contact and one channel. */
export const threads = mysqlTable(
  'threads',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('thread', 'id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    /** Where replies go, as the provider last wrote it: `phone:5213300000112` or `bsuid:MX.…`. */
    replyAddress: exact('reply_address', 200).notNull(),
    /** The newest episode, open or not. */
    lastConversationId: id('conversation', 'last_conversation_id'),
    lastInboundAt: moment('last_inbound_at'),
    lastOutboundAt: moment('last_outbound_at'),
    windowExpiresAt: moment('window_expires_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('threads_contact').on(t.workspaceId, t.contactId),
  ],
)

/** Every address under which a channel may speak of a thread. Its only uniqueness. */
export const threadAliases = mysqlTable(
  'thread_aliases',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    aliasKey: exact('alias_key', 200).notNull(),
    threadId: id('thread', 'thread_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.channelId, t.aliasKey] }),
    index('thread_aliases_thread').on(t.workspaceId, t.threadId),
  ],
)

/** An episode of a thread. `open_key` is the thread's id until it is resolved: at most one is open. */
export const conversations = mysqlTable(
  'conversations',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('conversation', 'id').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    threadId: id('thread', 'thread_id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    openKey: id('thread', 'open_key'),
    status: mysqlEnum('status', CONVERSATION_STATUSES).notNull(),
    assigneeId: id('user', 'assignee_id'),
    /** Since when a customer waits for an answer; NULL when we answered last. */
    waitingSince: moment('waiting_since'),
    firstReplyAt: moment('first_reply_at'),
    resolvedAt: moment('resolved_at'),
    unreadCount: int('unread_count').notNull().default(0),
    lastMessageAt: moment('last_message_at').notNull(),
    lastDirection: mysqlEnum('last_direction', ['inbound', 'outbound']).notNull(),
    lastMessageType: varchar('last_message_type', { length: 24 }).notNull(),
    preview: varchar('preview', { length: 160 }).notNull(),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('conversations_open').on(t.workspaceId, t.openKey),
    uniqueIndex('conversations_number').on(t.workspaceId, t.number),
    index('conversations_all').on(t.workspaceId, t.status, t.lastMessageAt, t.id),
    index('conversations_assignee').on(t.workspaceId, t.assigneeId, t.status, t.lastMessageAt, t.id),
    index('conversations_waiting').on(t.workspaceId, t.status, t.waitingSince, t.id),
    index('conversations_assignee_waiting').on(t.workspaceId, t.assigneeId, t.status, t.waitingSince, t.id),
    index('conversations_contact').on(t.workspaceId, t.contactId, t.lastMessageAt, t.id),
    index('conversations_channel').on(t.workspaceId, t.channelId, t.status, t.lastMessageAt, t.id),
  ],
)

/** What a member was writing, per thread and mode; survives reloads, crashes and devices. */
export const drafts = mysqlTable(
  'drafts',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    userId: id('user', 'user_id').notNull(),
    threadId: id('thread', 'thread_id').notNull(),
    mode: mysqlEnum('mode', ['reply', 'note']).notNull(),
    text: text('text').notNull(),
    quotedMessageId: id('message', 'quoted_message_id'),
    attachmentIds: jsonDoc<string[]>('attachment_ids').notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.userId, t.threadId, t.mode] })],
)
