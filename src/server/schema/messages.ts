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
import {
  ATTACHMENT_STATES,
  DELIVERY_STATUSES,
  MESSAGE_DIRECTIONS,
  MESSAGE_ORIGINS,
  type MessageError,
  type MessagePayload,
} from '../../shared/contracts/messages.ts'
import { createdAt, exact, id, jsonDoc, moment } from './columns.ts'

export const messages = mysqlTable(
  'messages',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('message', 'id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    threadId: id('thread', 'thread_id').notNull(),
    conversationId: id('conversation', 'conversation_id').notNull(),
    direction: mysqlEnum('direction', MESSAGE_DIRECTIONS).notNull(),
    origin: mysqlEnum('origin', MESSAGE_ORIGINS).notNull(),
    authorId: id('user', 'author_id'),
    /** Made by the adapter; unique per channel. NULL until the provider has named the message. */
    externalKey: exact('external_key', 191),
    /** Made by the client, so that a retried send is the same message. */
    clientToken: exact('client_token', 64),
    type: varchar('type', { length: 24 }).notNull(),
    text: text('text'),
    payload: jsonDoc<MessagePayload>('payload'),
    quotedExternalKey: exact('quoted_external_key', 191),
    status: mysqlEnum('status', DELIVERY_STATUSES),
    error: jsonDoc<MessageError>('error'),
    /** The provider's time for inbound, ours for outbound. */
    sentAt: moment('sent_at').notNull(),
    deliveredAt: moment('delivered_at'),
    readAt: moment('read_at'),
    editedAt: moment('edited_at'),
    deletedAt: moment('deleted_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('messages_external').on(t.workspaceId, t.channelId, t.externalKey),
    uniqueIndex('messages_client_token').on(t.workspaceId, t.clientToken),
    index('messages_thread').on(t.workspaceId, t.threadId, t.sentAt, t.id),
  ],
)

/** Keyed by the target's external key, so that a reaction may arrive before its message. */
export const messageReactions = mysqlTable(
  'message_reactions',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    targetExternalKey: exact('target_external_key', 191).notNull(),
    /** `contact` or a user's id. */
    actorKey: exact('actor_key', 64).notNull(),
    /** NULL once withdrawn: the row stays so that an older "add" can't come back. */
    emoji: varchar('emoji', { length: 64 }),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.channelId, t.targetExternalKey, t.actorKey] })],
)

/** Delivery reports that came before we knew the message they speak of. */
export const pendingStatuses = mysqlTable(
  'pending_statuses',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    externalKey: exact('external_key', 191).notNull(),
    status: mysqlEnum('status', DELIVERY_STATUSES).notNull(),
    error: jsonDoc<MessageError>('error'),
    at: moment('at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.channelId, t.externalKey, t.status] })],
)

export const attachments = mysqlTable(
  'attachments',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('attachment', 'id').notNull(),
    /** NULL between upload and send. */
    messageId: id('message', 'message_id'),
    uploadedBy: id('user', 'uploaded_by'),
    kind: varchar('kind', { length: 16 }).notNull(),
    state: mysqlEnum('state', ATTACHMENT_STATES).notNull(),
    mime: varchar('mime', { length: 127 }).notNull(),
    size: bigint('size', { mode: 'number' }),
    sha256: exact('sha256', 64),
    fileName: varchar('file_name', { length: 255 }),
    /** The provider's media id; lives days, so the bytes are fetched at once. */
    externalMediaId: exact('external_media_id', 191),
    attempts: int('attempts').notNull().default(0),
    error: varchar('error', { length: 255 }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('attachments_message').on(t.workspaceId, t.messageId),
  ],
)
