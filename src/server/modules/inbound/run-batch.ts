import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise'
import type { StoredEvent } from '../../../shared/events.ts'
import type { WorkspaceId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import { withRetry } from '../../platform/db/retry.ts'
import { applyFacts } from './apply-facts.ts'
import { loadState, type Group } from './batch-state.ts'
import { settleParkedEchoes } from './parked-statuses.ts'
import type { GroupEffects } from './effects.ts'
import type { ReadyItem } from './entry.ts'
import { eventStatements, numberStatement, writeStatements } from './write-statements.ts'

export interface CommittedEvents {
  workspaceId: WorkspaceId
  events: StoredEvent[]
  /** True where the batch left work for the jobs, so that they look at once. */
  hasJobs: boolean
}

export interface BatchContext {
  pool: Pool
  inboundMediaMaxBytes: number
  now: () => Date
}

/** Items by workspace, workspaces sorted: two batches then lock shared rows in the same order. */
export function groupByWorkspace(items: ReadyItem[]): Group[] {
  const groups = new Map<WorkspaceId, Group>()
  for (const item of items) {
    const { workspaceId } = item.channel
    const group = groups.get(workspaceId)
    if (group) group.items.push(item)
    else groups.set(workspaceId, { workspaceId, items: [item] })
  }
  return [...groups.values()].sort((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1))
}

/**
 * Applies items and stores their receipts in one transaction; returns after COMMIT.
 * Two trips to the database, three where a conversation is opened.
 */
export function runBatch(context: BatchContext, items: ReadyItem[]): Promise<CommittedEvents[]> {
  return retryingRaces(() => withRetry(() => runOnce(context, items)))
}

/** A duplicate key means another process stored the same message since we looked: look again. */
async function retryingRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= 3 || duplicateKeyOf(error) === undefined) throw error
    }
  }
}

async function runOnce(context: BatchContext, items: ReadyItem[]): Promise<CommittedEvents[]> {
  const connection = await context.pool.getConnection()
  try {
    const committed = await transact(connection, context, items)
    connection.release()
    return committed
  } catch (error) {
    await giveBack(connection)
    throw error
  }
}

/** A connection that can't roll back is closed: its locks must not outlive the failed batch. */
async function giveBack(connection: PoolConnection): Promise<void> {
  try {
    await connection.query('ROLLBACK')
    connection.release()
  } catch {
    connection.destroy()
  }
}

async function transact(
  connection: PoolConnection,
  context: BatchContext,
  items: ReadyItem[],
): Promise<CommittedEvents[]> {
  const groups = groupByWorkspace(items)
  const states = await loadState(connection, groups)
  const parts = groups.map((group) => {
    const state = states.get(group)
    if (!state) throw new Error('group without state')
    return { group, effects: applyFacts(group, state, context) }
  })
  await numberOpened(connection, parts)
  for (const part of parts) await settleParkedEchoes(connection, part.group.workspaceId, part.effects)
  return writeAndCommit(connection, parts, context.now())
}

interface Part {
  group: Group
  effects: GroupEffects
}

async function numberOpened(connection: PoolConnection, parts: Part[]): Promise<void> {
  for (const { group, effects } of parts) {
    const count = effects.opened.length
    if (count === 0) continue
    const [header] = await connection.query<ResultSetHeader>(numberStatement(group.workspaceId, count))
    effects.opened.forEach((row, index) => {
      row.number = header.insertId - count + 1 + index
    })
  }
}

async function writeAndCommit(
  connection: PoolConnection,
  parts: Part[],
  now: Date,
): Promise<CommittedEvents[]> {
  const statements = parts.flatMap(({ group, effects }) =>
    writeStatements(group.workspaceId, effects, { items: group.items, now }),
  )
  const told = parts.map((part) => {
    const events = part.effects.events.map((build) => build())
    const counterAt = statements.length
    statements.push(...eventStatements(part.group.workspaceId, events, now))
    return { part, events, counterAt }
  })
  statements.push('COMMIT')
  const [answer] = await connection.query<ResultSetHeader | ResultSetHeader[]>(statements.join(';'))
  const headers = Array.isArray(answer) ? answer : [answer]
  return told.map(({ part, events, counterAt }) => {
    // The counter's own answer carries the last number that it gave out.
    const first = (headers[counterAt]?.insertId ?? 0) - events.length + 1
    return {
      workspaceId: part.group.workspaceId,
      events: events.map((event, index) => ({ ...event, seq: first + index, at: now.toISOString() })),
      hasJobs: part.effects.newAttachments.some((attachment) => !attachment.tooBig),
    }
  })
}
