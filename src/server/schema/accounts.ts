import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import { ROLES } from '../../shared/permissions.ts'
import { bytes, createdAt, exact, id, jsonDoc, moment, updatedAt } from './columns.ts'

export const workspaces = mysqlTable(
  'workspaces',
  {
    id: id('workspace', 'id').primaryKey(),
    slug: exact('slug', 63).notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    country: varchar('country', { length: 2 }).notNull(),
    currency: varchar('currency', { length: 3 }).notNull(),
    timeZone: varchar('time_zone', { length: 64 }).notNull(),
    phoneCode: varchar('phone_code', { length: 4 }).notNull(),
    locale: varchar('locale', { length: 8 }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('workspaces_slug').on(t.slug)],
)

/** People who sign in. Global: one person may belong to several workspaces. */
export const users = mysqlTable(
  'users',
  {
    id: id('user', 'id').primaryKey(),
    /** Trimmed and lower-cased. */
    email: exact('email', 254).notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    passwordHash: varchar('password_hash', { length: 100 }).notNull(),
    locale: varchar('locale', { length: 8 }),
    disabledAt: moment('disabled_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('users_email').on(t.email)],
)

export const memberships = mysqlTable(
  'memberships',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    userId: id('user', 'user_id').notNull(),
    role: mysqlEnum('role', ROLES).notNull(),
    disabledAt: moment('disabled_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.userId] }),
    // Read at sign-in, before a workspace is chosen, by a named system statement.
    index('memberships_user').on(t.userId),
  ],
)

export const sessions = mysqlTable(
  'sessions',
  {
    id: id('session', 'id').primaryKey(),
    userId: id('user', 'user_id').notNull(),
    /** SHA-256 of the cookie's token: a stolen table opens no session. */
    tokenHash: bytes('token_hash', 32).notNull(),
    ip: varchar('ip', { length: 45 }).notNull(),
    userAgent: varchar('user_agent', { length: 255 }).notNull(),
    createdAt: createdAt(),
    lastUsedAt: moment('last_used_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('sessions_token').on(t.tokenHash),
    index('sessions_user').on(t.userId),
    index('sessions_expiry').on(t.expiresAt),
  ],
)

/** Counters of attempts by a keyed hash (account, address), so that limits hold without Redis. */
export const attempts = mysqlTable(
  'attempts',
  {
    keyHash: bytes('key_hash', 32).primaryKey(),
    count: int('count').notNull(),
    resetAt: moment('reset_at').notNull(),
  },
  (t) => [index('attempts_reset').on(t.resetAt)],
)

export const apiKeys = mysqlTable(
  'api_keys',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('apiKey', 'id').notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    /** SHA-256 of the secret part. The key itself names its workspace, so look-ups stay scoped. */
    keyHash: bytes('key_hash', 32).notNull(),
    createdBy: id('user', 'created_by'),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('api_keys_hash').on(t.workspaceId, t.keyHash),
  ],
)

/** Answers of POST calls that carried an Idempotency-Key, kept for 24 hours. */
export const idempotentCalls = mysqlTable(
  'idempotent_calls',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    keyHash: bytes('key_hash', 32).notNull(),
    requestHash: bytes('request_hash', 32).notNull(),
    /** NULL while the first call still runs. */
    status: int('status'),
    body: jsonDoc<unknown>('body'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.keyHash] }),
    index('idempotent_calls_age').on(t.workspaceId, t.createdAt),
  ],
)

/** Per-workspace sequences, moved only inside the transaction that uses the numbers. */
export const workspaceCounters = mysqlTable('workspace_counters', {
  workspaceId: id('workspace', 'workspace_id').primaryKey(),
  eventSeq: bigint('event_seq', { mode: 'number' })
    .notNull()
    .default(sql`0`),
  conversationSeq: bigint('conversation_seq', { mode: 'number' })
    .notNull()
    .default(sql`0`),
  dealSeq: bigint('deal_seq', { mode: 'number' })
    .notNull()
    .default(sql`0`),
  updatedAt: updatedAt(),
})
