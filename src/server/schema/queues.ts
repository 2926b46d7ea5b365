import {
  bigint,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import { bytes, createdAt, exact, id, jsonDoc, longBytes, moment } from './columns.ts'

/**
 * Queues are the second kind of table: their key is the order of arrival, they are claimed across
 * workspaces by named system statements, and screens read them by their index on workspace_id.
 */
const queueId = () => bigint('id', { mode: 'number' }).autoincrement().primaryKey()

export const RECEIPT_STATES = ['pending', 'done', 'failed'] as const

/** A raw inbound item of one workspace, committed with its effects. Failed ones can be replayed. */
export const receipts = mysqlTable(
  'receipts',
  {
    id: queueId(),
    workspaceId: id('workspace', 'workspace_id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    /** First 16 bytes of a hash over the channel and the item, so that a repeat is one row. */
    dedupe: bytes('dedupe', 16).notNull(),
    state: mysqlEnum('state', RECEIPT_STATES).notNull(),
    body: longBytes('body').notNull(),
    error: jsonDoc<{ message: string; at: string }>('error'),
    attempts: int('attempts').notNull().default(0),
    receivedAt: moment('received_at').notNull(),
    doneAt: moment('done_at'),
  },
  (t) => [
    uniqueIndex('receipts_dedupe').on(t.workspaceId, t.channelId, t.dedupe),
    index('receipts_state').on(t.state, t.id),
    index('receipts_workspace').on(t.workspaceId, t.state, t.id),
  ],
)

/** Signed or not, what named no channel of ours. The operator's dead letters; no workspace sees them. */
export const unroutedItems = mysqlTable(
  'unrouted_items',
  {
    id: queueId(),
    dedupe: bytes('dedupe', 16).notNull(),
    reason: varchar('reason', { length: 64 }).notNull(),
    externalAccountId: exact('external_account_id', 64),
    body: longBytes('body').notNull(),
    count: int('count').notNull().default(1),
    receivedAt: moment('received_at').notNull(),
  },
  (t) => [uniqueIndex('unrouted_items_dedupe').on(t.dedupe)],
)

export const JOB_STATES = ['ready', 'running', 'dead'] as const

/** Durable work, done at least once and then deleted. Timers are jobs with a later run_at. */
export const jobs = mysqlTable(
  'jobs',
  {
    id: queueId(),
    workspaceId: id('workspace', 'workspace_id').notNull(),
    name: varchar('name', { length: 64 }).notNull(),
    state: mysqlEnum('state', JOB_STATES).notNull(),
    runAt: moment('run_at').notNull(),
    attempts: int('attempts').notNull().default(0),
    lockedUntil: moment('locked_until'),
    lockToken: bytes('lock_token', 16),
    dedupeKey: exact('dedupe_key', 128),
    payload: jsonDoc<unknown>('payload').notNull(),
    lastError: varchar('last_error', { length: 500 }),
    createdAt: createdAt(),
  },
  (t) => [
    index('jobs_due').on(t.state, t.runAt, t.id),
    uniqueIndex('jobs_dedupe').on(t.workspaceId, t.name, t.dedupeKey),
    /** For the screens, and for batches: what is due of one name in one workspace. */
    index('jobs_workspace').on(t.workspaceId, t.state, t.name, t.runAt, t.id),
  ],
)

export const OUTBOX_STATES = ['queued', 'sending', 'unknown', 'held', 'failed'] as const

/**
 * Messages on their way to a provider. A row is deleted when the provider has accepted it.
 * `token` grows with each claim: a sender that lost its claim changes nothing.
 */
export const outbox = mysqlTable(
  'outbox',
  {
    id: queueId(),
    workspaceId: id('workspace', 'workspace_id').notNull(),
    channelId: id('channel', 'channel_id').notNull(),
    threadId: id('thread', 'thread_id').notNull(),
    messageId: id('message', 'message_id').notNull(),
    state: mysqlEnum('state', OUTBOX_STATES).notNull(),
    priority: tinyint('priority').notNull().default(5),
    runAt: moment('run_at').notNull(),
    attempts: int('attempts').notNull().default(0),
    unknownRetries: int('unknown_retries').notNull().default(0),
    token: bigint('token', { mode: 'number' }).notNull().default(0),
    lockedUntil: moment('locked_until'),
    lastError: varchar('last_error', { length: 500 }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('outbox_message').on(t.workspaceId, t.messageId),
    index('outbox_lane').on(t.channelId, t.state, t.priority, t.id),
    index('outbox_due').on(t.state, t.runAt, t.id),
    index('outbox_thread').on(t.workspaceId, t.threadId, t.id),
  ],
)

/** One row a channel: which process sends for it, and when the next send may leave. */
export const outboxLanes = mysqlTable(
  'outbox_lanes',
  {
    channelId: id('channel', 'channel_id').primaryKey(),
    workspaceId: id('workspace', 'workspace_id').notNull(),
    nextAt: moment('next_at').notNull(),
    leasedUntil: moment('leased_until').notNull(),
    owner: exact('owner', 64).notNull(),
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
  },
  (t) => [index('outbox_lanes_workspace').on(t.workspaceId)],
)

/** The workspace's log of facts. `seq` has no gaps: it is taken inside the effect's transaction. */
export const events = mysqlTable(
  'events',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    type: exact('type', 48).notNull(),
    data: jsonDoc<unknown>('data').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.seq] })],
)

/** How far each durable subscriber has read a workspace's events. */
export const eventCursors = mysqlTable(
  'event_cursors',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    subscriber: exact('subscriber', 48).notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.subscriber] })],
)

/** What one process at a time may do, until when; taken with the database's own clock. */
export const leases = mysqlTable('leases', {
  name: exact('name', 64).primaryKey(),
  owner: exact('owner', 64).notNull(),
  expiresAt: moment('expires_at').notNull(),
})
