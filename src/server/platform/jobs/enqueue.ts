import { eq, inArray } from 'drizzle-orm'
import { jobs } from '../../schema/index.ts'
import { own, type WorkspaceTx } from '../db/workspace-db.ts'

/** Enqueues within the effect's own transaction. A job with the same key that still waits is the same job. */
export async function enqueueJob(
  tx: WorkspaceTx,
  job: { name: string; payload: unknown; dedupeKey?: string; runAt?: Date },
): Promise<void> {
  await tx.orm
    .insert(jobs)
    .values({
      workspaceId: tx.workspaceId,
      name: job.name,
      state: 'ready',
      runAt: job.runAt ?? new Date(),
      dedupeKey: job.dedupeKey ?? null,
      payload: job.payload,
    })
    .onDuplicateKeyUpdate({ set: { payload: job.payload, state: 'ready' } })
}

interface Timer {
  name: string
  /** One timer a key: setting it again moves it. */
  key: string
  runAt: Date
  payload: unknown
}

/** Sets or moves a timer. A runner that holds it already loses its claim, and does nothing. */
export async function setTimer(tx: WorkspaceTx, { name, key, runAt, payload }: Timer): Promise<void> {
  const fresh = {
    state: 'ready' as const,
    runAt,
    payload,
    attempts: 0,
    lockToken: null,
    lockedUntil: null,
    lastError: null,
  }
  await tx.orm
    .insert(jobs)
    .values({ workspaceId: tx.workspaceId, name, dedupeKey: key, ...fresh })
    .onDuplicateKeyUpdate({ set: fresh })
}

export async function clearTimers(tx: WorkspaceTx, name: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.orm
    .delete(jobs)
    .where(own(tx, jobs, eq(jobs.name, name), inArray(jobs.dedupeKey, [...keys].toSorted())))
}
