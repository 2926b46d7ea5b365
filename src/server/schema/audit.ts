import { bigint, index, mysqlEnum, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core'
import { bytes, exact, id, jsonDoc, moment, recordId, updatedAt } from './columns.ts'

export const AUDIT_ACTOR_KINDS = ['user', 'api_key', 'system'] as const

/**
 * Who changed what, only ever appended. Each row's hash covers the row before it. The values
 * themselves enter by a salted hash of their own, so that they can be erased for a person's sake
 * without breaking the chain.
 */
export const auditLog = mysqlTable(
  'audit_log',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    actorKind: mysqlEnum('actor_kind', AUDIT_ACTOR_KINDS).notNull(),
    /** A user's or an API key's id; '' for the system. */
    actorId: exact('actor_key', 40).notNull(),
    action: exact('action', 48).notNull(),
    entity: exact('entity', 24).notNull(),
    recordId: recordId('record_id').notNull(),
    before: jsonDoc<Record<string, unknown> | null>('before'),
    after: jsonDoc<Record<string, unknown> | null>('after'),
    salt: bytes('salt', 16).notNull(),
    valuesHash: bytes('values_hash', 32).notNull(),
    hash: bytes('hash', 32).notNull(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.seq] }),
    index('audit_log_record').on(t.workspaceId, t.entity, t.recordId, t.seq),
    index('audit_log_actor').on(t.workspaceId, t.actorId, t.seq),
    index('audit_log_action').on(t.workspaceId, t.action, t.seq),
  ],
)

/** The end of each workspace's chain: locked while rows are appended. */
export const auditHeads = mysqlTable('audit_heads', {
  workspaceId: id('workspace', 'workspace_id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: bytes('hash', 32).notNull(),
  updatedAt: updatedAt(),
})
