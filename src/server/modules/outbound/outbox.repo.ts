import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { ChannelId, ThreadId, WorkspaceId } from '../../../shared/ids.ts'
import type { SystemDb } from '../../platform/db/system-db.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { PROCESS_ID } from '../../platform/lease.ts'
import { outbox, outboxLanes } from '../../schema/index.ts'

export type OutboxRow = typeof outbox.$inferSelect

/** How long a channel waits when the process that sends for it dies. */
const LANE_SECONDS = 12
/** Renewed while a send is under way; when its process dies, the claim lapses after this. */
export const CLAIM_MS = 20_000
export const RENEW_MS = 4_000

const claimEnd = sql`now(3) + interval ${sql.raw(String(CLAIM_MS / 1000))} second`

export interface LaneRef {
  workspaceId: WorkspaceId
  channelId: ChannelId
}

/** Channels that have something due, of every workspace. */
export async function dueLanes(systemDb: SystemDb): Promise<LaneRef[]> {
  return systemDb('claim-outbox')
    .selectDistinct({ workspaceId: outbox.workspaceId, channelId: outbox.channelId })
    .from(outbox)
    .where(and(eq(outbox.state, 'queued'), lte(outbox.runAt, sql`now(3)`)))
    .limit(200)
}

/** Takes or renews the right to send for this channel. Pacing and order need a single sender. */
export async function holdLane(systemDb: SystemDb, lane: LaneRef): Promise<boolean> {
  const [result] = await systemDb('claim-outbox')
    .update(outboxLanes)
    .set({
      owner: PROCESS_ID,
      leasedUntil: sql`now(3) + interval ${sql.raw(String(LANE_SECONDS))} second`,
      fence: sql`${outboxLanes.fence} + 1`,
    })
    .where(
      and(
        eq(outboxLanes.channelId, lane.channelId),
        sql`(${outboxLanes.owner} = ${PROCESS_ID} or ${outboxLanes.leasedUntil} < now(3))`,
      ),
    )
  return result.affectedRows > 0
}

export async function releaseLane(systemDb: SystemDb, lane: LaneRef): Promise<void> {
  await systemDb('claim-outbox')
    .update(outboxLanes)
    .set({ owner: '', leasedUntil: new Date(0) })
    .where(and(eq(outboxLanes.channelId, lane.channelId), eq(outboxLanes.owner, PROCESS_ID)))
}

/**
 * The channel's due messages, people's replies first, each only if nothing earlier of its thread is
 * still on its way: so a retry never lets a later message pass.
 */
export async function dueMessages(scope: Scope, channelId: ChannelId, limit: number): Promise<OutboxRow[]> {
  const due = await scope.orm
    .select()
    .from(outbox)
    .where(
      own(
        scope,
        outbox,
        and(eq(outbox.channelId, channelId), eq(outbox.state, 'queued'), lte(outbox.runAt, sql`now(3)`)),
      ),
    )
    .orderBy(asc(outbox.priority), asc(outbox.id))
    .limit(limit)
  if (due.length === 0) return []
  const first = await firstOnTheWay(scope, [...new Set(due.map((row) => row.threadId))])
  return due.filter((row) => first.get(row.threadId) === row.id)
}

async function firstOnTheWay(scope: Scope, threadIds: ThreadId[]): Promise<Map<ThreadId, number>> {
  const rows = await scope.orm
    .select({ threadId: outbox.threadId, id: sql<number>`min(${outbox.id})`.mapWith(Number) })
    .from(outbox)
    .where(
      own(
        scope,
        outbox,
        and(inArray(outbox.threadId, threadIds), inArray(outbox.state, ['queued', 'sending', 'unknown'])),
      ),
    )
    .groupBy(outbox.threadId)
  return new Map(rows.map((row) => [row.threadId, row.id]))
}

/** Marks the message as being sent; undefined where somebody else changed it first. */
export async function claim(scope: Scope, row: OutboxRow): Promise<OutboxRow | undefined> {
  const [result] = await scope.orm
    .update(outbox)
    .set({
      state: 'sending',
      token: row.token + 1,
      attempts: row.attempts + 1,
      lockedUntil: claimEnd,
    })
    .where(
      own(scope, outbox, and(eq(outbox.id, row.id), eq(outbox.state, 'queued'), eq(outbox.token, row.token))),
    )
  return result.affectedRows > 0
    ? { ...row, state: 'sending', token: row.token + 1, attempts: row.attempts + 1 }
    : undefined
}

/** Keeps the claims of sends that take long, for instance while a large file is uploaded. */
export async function renewClaims(scope: Scope, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await scope.orm
    .update(outbox)
    .set({ lockedUntil: claimEnd })
    .where(own(scope, outbox, and(inArray(outbox.id, ids), eq(outbox.state, 'sending'))))
}

/** True while the claim still stands: no other process took over, no report settled the message. */
export async function stillClaimed(tx: WorkspaceTx, row: OutboxRow): Promise<boolean> {
  const [found] = await tx.orm
    .select({ token: outbox.token, state: outbox.state })
    .from(outbox)
    .where(own(tx, outbox, eq(outbox.id, row.id)))
    .for('update')
  return found?.token === row.token && (found.state === 'sending' || found.state === 'unknown')
}

export async function remove(tx: WorkspaceTx, row: OutboxRow): Promise<void> {
  await tx.orm.delete(outbox).where(own(tx, outbox, eq(outbox.id, row.id)))
}

export async function update(
  scope: Scope,
  row: OutboxRow,
  values: Partial<Pick<OutboxRow, 'state' | 'runAt' | 'lockedUntil' | 'lastError' | 'unknownRetries'>>,
): Promise<void> {
  await scope.orm
    .update(outbox)
    .set(values)
    .where(own(scope, outbox, and(eq(outbox.id, row.id), eq(outbox.token, row.token))))
}

/** Sends whose sender died, and unknown ones whose time to wait is over; of every workspace. */
export async function overdue(systemDb: SystemDb): Promise<OutboxRow[]> {
  return systemDb('claim-outbox')
    .select()
    .from(outbox)
    .where(and(inArray(outbox.state, ['sending', 'unknown']), lt(outbox.lockedUntil, sql`now(3)`)))
    .orderBy(asc(outbox.id))
    .limit(200)
}
