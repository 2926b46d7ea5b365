import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import type { WorkspaceId } from '../../../shared/ids.ts'
import { jobs } from '../../schema/index.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../db/workspace-db.ts'

/** How many jobs one transaction takes. */
const BATCH_SIZE = 1_000

export type JobRow = typeof jobs.$inferSelect

/**
 * Work for many jobs of one name and workspace at once. Its effects and the jobs' removal are one
 * transaction: each job has its effect exactly once, so long as the effect lies in the database.
 */
export type BatchHandler = (tx: WorkspaceTx, due: readonly JobRow[]) => Promise<void>

export interface Batch {
  workspaceId: WorkspaceId
  name: string
  /** What the runner claimed; the batch takes along whatever else is due. */
  claimed: readonly JobRow[]
  handler: BatchHandler
}

/** Claimed jobs, those of batch handlers put together by workspace and name. */
export function sorted(
  claimed: readonly JobRow[],
  handlers: Readonly<Record<string, BatchHandler>>,
): { singles: JobRow[]; batches: Batch[] } {
  const singles: JobRow[] = []
  const batches = new Map<string, Batch & { claimed: JobRow[] }>()
  for (const job of claimed) {
    const { workspaceId, name } = job
    const handler = handlers[name]
    const key = `${workspaceId} ${name}`
    const batch = batches.get(key)
    if (!handler) singles.push(job)
    else if (batch) batch.claimed.push(job)
    else batches.set(key, { workspaceId, name, claimed: [job], handler })
  }
  return { singles, batches: [...batches.values()] }
}

export async function runBatch(db: WorkspaceDb, { name, claimed, handler }: Batch): Promise<void> {
  await db.tx(async (tx) => {
    const mine = await stillMine(tx, claimed)
    const more = await alsoDue(tx, name, BATCH_SIZE - mine.length)
    await finish(tx, [...mine, ...more], handler)
  })
}

export async function runAlone(db: WorkspaceDb, job: JobRow, handler: BatchHandler): Promise<void> {
  await db.tx(async (tx) => finish(tx, await stillMine(tx, [job]), handler))
}

async function finish(tx: WorkspaceTx, due: readonly JobRow[], handler: BatchHandler): Promise<void> {
  if (due.length === 0) return
  await handler(tx, due)
  const ids = due.map((job) => job.id).toSorted((a, b) => a - b)
  await tx.orm.delete(jobs).where(own(tx, jobs, inArray(jobs.id, ids)))
}

/** A timer that was moved or cleared since the claim is no longer ours. */
function stillMine(tx: WorkspaceTx, claimed: readonly JobRow[]): Promise<JobRow[]> {
  const token = claimed[0]?.lockToken ?? Buffer.alloc(16)
  const ids = claimed.map((job) => job.id)
  return tx.orm
    .select()
    .from(jobs)
    .where(own(tx, jobs, and(inArray(jobs.id, ids), eq(jobs.lockToken, token))))
    .for('update')
}

/** Along the index by workspace: a scan of all that is due would read every workspace's. */
function alsoDue(tx: WorkspaceTx, name: string, limit: number): Promise<JobRow[]> {
  return tx.orm
    .select()
    .from(jobs, { forceIndex: 'jobs_workspace' })
    .where(own(tx, jobs, and(eq(jobs.state, 'ready'), eq(jobs.name, name), lte(jobs.runAt, sql`now(3)`))))
    .orderBy(asc(jobs.runAt), asc(jobs.id))
    .limit(limit)
    .for('update', { skipLocked: true })
}
