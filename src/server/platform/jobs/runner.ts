import { randomBytes } from 'node:crypto'
import { and, asc, eq, inArray, lt, lte, or, sql } from 'drizzle-orm'
import { jobs } from '../../schema/index.ts'
import type { SystemDb } from '../db/system-db.ts'
import { own, type WorkspaceDb, type WorkspaceDbFactory, type WorkspaceTx } from '../db/workspace-db.ts'
import type { Logger } from '../log/index.ts'

const CLAIM_AT_ONCE = 10
const LOCK_SECONDS = 120
const MAX_ATTEMPTS = 8
const IDLE_POLL_MS = 1_000

/** Work for one kind of job. Runs at least once, so its effects must bear a repeat. */
export type JobHandler = (db: WorkspaceDb, payload: unknown) => Promise<void>

/** A failure that no retry will mend: the job is dead at once, with this reason. */
export class PermanentJobError extends Error {}

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

type JobRow = typeof jobs.$inferSelect

/** Claims due jobs of all workspaces and runs each with its own workspace's handle. */
export class JobRunner {
  private readonly services: { systemDb: SystemDb; workspaceDb: WorkspaceDbFactory; log: Logger }
  private readonly handlers: Readonly<Record<string, JobHandler>>
  private timer: NodeJS.Timeout | undefined
  private stopped = false
  private turn: Promise<void> = Promise.resolve()

  constructor(
    services: { systemDb: SystemDb; workspaceDb: WorkspaceDbFactory; log: Logger },
    handlers: Readonly<Record<string, JobHandler>>,
  ) {
    this.services = services
    this.handlers = handlers
  }

  start(): void {
    this.schedule(0)
  }

  /** Something was enqueued by this process: look now instead of at the next poll. */
  wake(): void {
    if (!this.stopped) this.schedule(0)
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.turn
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.turn = this.turn
        .then(() => this.runDue())
        .catch((error: unknown) => {
          this.services.log.warn({ evt: 'jobs.turn_failed', err: error })
        })
      void this.turn.finally(() => {
        if (!this.stopped) this.schedule(IDLE_POLL_MS)
      })
    }, delayMs)
  }

  private async runDue(): Promise<void> {
    while (!this.stopped) {
      const claimed = await this.claim()
      if (claimed.length === 0) return
      await Promise.all(claimed.map((job) => this.run(job)))
    }
  }

  private claim(): Promise<JobRow[]> {
    const token = randomBytes(16)
    return this.services.systemDb.tx('claim-jobs', async (tx) => {
      const due = await tx
        .select()
        .from(jobs)
        .where(
          and(
            lte(jobs.runAt, sql`now(3)`),
            or(eq(jobs.state, 'ready'), and(eq(jobs.state, 'running'), lt(jobs.lockedUntil, sql`now(3)`))),
          ),
        )
        .orderBy(asc(jobs.runAt), asc(jobs.id))
        .limit(CLAIM_AT_ONCE)
        .for('update', { skipLocked: true })
      if (due.length === 0) return []
      await tx
        .update(jobs)
        .set({
          state: 'running',
          lockToken: token,
          lockedUntil: sql`now(3) + interval ${sql.raw(String(LOCK_SECONDS))} second`,
          attempts: sql`${jobs.attempts} + 1`,
        })
        .where(
          inArray(
            jobs.id,
            due.map((job) => job.id),
          ),
        )
      return due.map((job) => ({ ...job, lockToken: token, attempts: job.attempts + 1 }))
    })
  }

  private async run(job: JobRow): Promise<void> {
    const db = this.services.workspaceDb(job.workspaceId)
    const mine = own(
      db,
      jobs,
      and(eq(jobs.id, job.id), eq(jobs.lockToken, job.lockToken ?? Buffer.alloc(16))),
    )
    try {
      const handler = this.handlers[job.name]
      if (!handler) throw new PermanentJobError(`no handler for ${job.name}`)
      await handler(db, job.payload)
      await db.orm.delete(jobs).where(mine)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const dead = error instanceof PermanentJobError || job.attempts >= MAX_ATTEMPTS
      this.services.log.warn({
        evt: dead ? 'jobs.dead' : 'jobs.retry',
        job: job.name,
        jobId: job.id,
        err: error,
      })
      await db.orm
        .update(jobs)
        .set({
          state: dead ? 'dead' : 'ready',
          lastError: message.slice(0, 500),
          runAt: new Date(Date.now() + backoffMs(job.attempts)),
        })
        .where(mine)
    }
  }
}

/** 1 s, 2 s, 4 s … up to ten minutes, with full jitter so that failures don't come back together. */
export function backoffMs(attempt: number): number {
  return 500 + Math.random() * Math.min(1_000 * 2 ** (attempt - 1), 600_000)
}
