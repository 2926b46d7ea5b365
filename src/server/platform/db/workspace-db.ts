import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/mysql2'
import type { Pool, PoolConnection } from 'mysql2/promise'
import type { DomainEvent, StoredEvent } from '../../../shared/events.ts'
import { idToBytes, type WorkspaceId } from '../../../shared/ids.ts'
import { events, workspaceCounters } from '../../schema/index.ts'
import { appendAudit, type AuditEntry } from '../audit/index.ts'
import type { SqlGuard } from './guard/index.ts'
import { own, type Orm, type OrmTx } from './own.ts'
import { withRetry } from './retry.ts'

export { own, type Scope } from './own.ts'

declare const bound: unique symbol

/**
 * A database handle that can see one workspace only. Features get no other: the types carry the
 * workspace, the helpers write the predicate, and the guard under it refuses any statement that
 * lacks it. It is passed explicitly, never kept in AsyncLocalStorage: Drizzle's queries are lazy and
 * would run outside such a scope.
 */
export interface WorkspaceDb {
  readonly [bound]: true
  readonly workspaceId: WorkspaceId
  readonly orm: Orm
  /**
   * A hot list's own text with `?` for every value, guarded like all others. Drizzle would cost more
   * than the query itself there. Times come as the database writes them: see `isoTime`.
   */
  rows<Row>(text: string, values: readonly unknown[]): Promise<Row[]>
  /** One transaction, run again after a deadlock; its events are committed with it. */
  tx<T>(work: (tx: WorkspaceTx) => Promise<T>): Promise<T>
}

export interface WorkspaceTx {
  readonly [bound]: true
  readonly workspaceId: WorkspaceId
  readonly orm: OrmTx
  /** When the transaction began: one moment for all that it writes. */
  readonly now: Date
  /** Appends to the workspace's log, last before commit. */
  emit(event: DomainEvent): void
  /** Appends to the workspace's audit log, shortly before commit. */
  audit(entry: AuditEntry): void
  /** Runs once the transaction is durable; never after a rollback. */
  afterCommit(effect: () => void): void
}

export type CommitListener = (workspaceId: WorkspaceId, events: StoredEvent[]) => void

export interface WorkspaceDbFactory {
  /** @param clock another one than the machine's, for a past that is written down afterwards. */
  (workspaceId: WorkspaceId, clock?: () => Date): WorkspaceDb
}

/**
 * @param onCommit told of each transaction's events after its COMMIT, to wake live clients.
 */
export function createWorkspaceDbFactory(init: {
  pool: Pool
  guard: SqlGuard
  onCommit: CommitListener
}): WorkspaceDbFactory {
  return (workspaceId, clock = () => new Date()) => {
    const key = Buffer.from(idToBytes(workspaceId))
    const client = guardedPool(init.pool, init.guard, key)
    const orm = drizzle({ client: client as never }) as Orm
    const handle = {
      workspaceId,
      orm,
      rows: async (text: string, values: unknown[]) =>
        (await client.query({ sql: text, dateStrings: true }, values))[0],
      tx: <T>(work: (tx: WorkspaceTx) => Promise<T>) =>
        withRetry(() => runTransaction({ orm, workspaceId, clock, onCommit: init.onCommit }, work)),
    }
    return handle as unknown as WorkspaceDb
  }
}

async function runTransaction<T>(
  init: { orm: Orm; workspaceId: WorkspaceId; clock: () => Date; onCommit: CommitListener },
  work: (tx: WorkspaceTx) => Promise<T>,
): Promise<T> {
  const pending: DomainEvent[] = []
  const audited: AuditEntry[] = []
  const effects: (() => void)[] = []
  let stored: StoredEvent[] = []
  const result = await init.orm.transaction(async (ormTx) => {
    const tx = {
      workspaceId: init.workspaceId,
      orm: ormTx,
      now: init.clock(),
      emit: (event: DomainEvent) => void pending.push(event),
      audit: (entry: AuditEntry) => void audited.push(entry),
      afterCommit: (effect: () => void) => void effects.push(effect),
    } as unknown as WorkspaceTx
    const value = await work(tx)
    await appendAudit(tx, audited, tx.now)
    stored = await appendEvents(tx, pending)
    return value
  })
  if (stored.length > 0) init.onCommit(init.workspaceId, stored)
  for (const effect of effects) effect()
  return result
}

/**
 * Takes the next numbers of the workspace's sequence and writes the events. These are the last
 * statements before COMMIT, so that the hot counter row is held only through them; a rollback gives
 * the numbers back, which keeps the log free of gaps.
 */
async function appendEvents(tx: WorkspaceTx, pending: DomainEvent[]): Promise<StoredEvent[]> {
  if (pending.length === 0) return []
  const [moved] = await tx.orm
    .update(workspaceCounters)
    .set({ eventSeq: sql`last_insert_id(${workspaceCounters.eventSeq} + ${pending.length})` })
    .where(own(tx, workspaceCounters))
  const first = moved.insertId - pending.length + 1
  const at = tx.now
  const stored = pending.map((event, index) => ({ ...event, seq: first + index, at: at.toISOString() }))
  await tx.orm.insert(events).values(
    stored.map((event) => ({
      workspaceId: tx.workspaceId,
      seq: event.seq,
      type: event.type,
      data: event.data as unknown,
      at,
    })),
  )
  return stored
}

interface QueryOptions {
  sql: string
  values?: unknown[]
  dateStrings?: boolean
}

/** The part of mysql2's pool that Drizzle calls, with every text shown to the guard first. */
function guardedPool(pool: Pool, guard: SqlGuard, workspaceId: Buffer) {
  return {
    ...guardedRunner(pool, guard, workspaceId),
    getConnection: async () => {
      const connection = await pool.getConnection()
      return {
        ...guardedRunner(connection, guard, workspaceId),
        release: () => connection.release(),
        destroy: () => connection.destroy(),
      }
    },
  }
}

function guardedRunner(target: Pool | PoolConnection, guard: SqlGuard, workspaceId: Buffer) {
  const run = (method: 'query' | 'execute') => async (query: string | QueryOptions, values?: unknown[]) => {
    const text = typeof query === 'string' ? query : query.sql
    guard.check(text, values ?? (typeof query === 'string' ? [] : (query.values ?? [])), workspaceId)
    return target[method as 'query'](query as never, values)
  }
  return { query: run('query'), execute: run('execute') }
}
