import { randomBytes } from 'node:crypto'
import { and, asc, eq, inArray, lt, lte, notInArray, or, sql } from 'drizzle-orm'
import { jobs } from '../../schema/index.ts'
import type { SystemDb } from '../db/system-db.ts'
import { own, type WorkspaceDb, type WorkspaceDbFactory } from '../db/workspace-db.ts'
import type { Logger } from '../log/index.ts'
import { runAlone, runBatch, sorted, type Batch, type BatchHandler, type JobRow } from './batch.ts'
import { LongJobs, type LongJobHandler } from './long.ts'

const CLAIM_AT_ONCE = 10
const LOCK_SECONDS = 120
const MAX_ATTEMPTS = 8
const IDLE_POLL_MS = 1_000

/** Work for one kind of job. Runs at least once, so its effects must bear a repeat. */
export type JobHandler = (db: WorkspaceDb, payload: unknown) => Promise<void>

export interface Handlers {
  single: Readonly<Record<string, JobHandler>>
  batch: Readonly<Record<string, BatchHandler>>
  long: Readonly<Record<string, LongJobHandler>>
}

/** A failure that no retry will mend: the job is dead at once, with this reason. */
export class PermanentJobError extends Error {}

/** Claims due jobs of all workspaces and runs each with its own workspace's handle. */
export class JobRunner {
  private readonly services: { systemDb: SystemDb; workspaceDb: WorkspaceDbFactory; log: Logger }
  private readonly handlers: Handlers
  private readonly long: LongJobs
  private timer: NodeJS.Timeout | undefined
  /** Until it is started: a process that only serves requests runs no jobs, however often it is woken. */
  private stopped = true
  private turn: Promise<void> = Promise.resolve()

  constructor(
    services: { systemDb: SystemDb; workspaceDb: WorkspaceDbFactory; log: Logger },
    handlers: Handlers,
  ) {
    this.services = services
    this.handlers = handlers
    this.long = new LongJobs(services)
  }

  start(): void {
    this.stopped = false
    this.schedule(0)
  }

  /** Something was enqueued by this process: look now instead of at the next poll. */
  wake(): void {
    if (!this.stopped) this.schedule(0)
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await Promise.all([this.turn, this.long.stop()])
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
      const { singles, batches } = sorted(claimed, this.handlers.batch)
      await Promise.all([
        ...singles.map((job) => this.run(job)),
        ...batches.map((batch) => this.runTogether(batch)),
      ])
    }
  }

  /** Where one of them spoils the batch, each is tried alone, so that only that one stays behind. */
  private async runTogether(batch: Batch): Promise<void> {
    const db = this.services.workspaceDb(batch.workspaceId)
    try {
      await runBatch(db, batch)
    } catch (error) {
      this.services.log.warn({ evt: 'jobs.batch_failed', job: batch.name, err: error })
      for (const job of batch.claimed) await this.run(job)
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
            this.long.isFull ? notInArray(jobs.name, Object.keys(this.handlers.long)) : undefined,
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
    const mine = claimOf(db, job)
    const long = this.handlers.long[job.name]
    if (long && this.long.isFull) return this.putOff(job)
    if (long) return this.long.start({ job, handler: long, onError: (error) => this.failed(job, error) })
    try {
      const batch = this.handlers.batch[job.name]
      const handler = this.handlers.single[job.name]
      if (batch) await runAlone(db, job, batch)
      else if (handler) {
        await handler(db, job.payload)
        await db.orm.delete(jobs).where(mine)
      } else throw new PermanentJobError(`no handler for ${job.name}`)
    } catch (error) {
      await this.failed(job, error)
    }
  }

  /** More long jobs came in one claim than this process takes on: another one may, or this one later. */
  private async putOff(job: JobRow): Promise<void> {
    const db = this.services.workspaceDb(job.workspaceId)
    const runAt = new Date(Date.now() + IDLE_POLL_MS)
    await db.orm
      .update(jobs)
      .set({ state: 'ready', runAt, attempts: Math.max(0, job.attempts - 1) })
      .where(claimOf(db, job))
  }

  private async failed(job: JobRow, error: unknown): Promise<void> {
    const db = this.services.workspaceDb(job.workspaceId)
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
      .where(claimOf(db, job))
  }
}

/** A job that somebody else claimed meanwhile is no longer ours to settle. */
const claimOf = (db: WorkspaceDb, job: JobRow) =>
  own(db, jobs, and(eq(jobs.id, job.id), eq(jobs.lockToken, job.lockToken ?? Buffer.alloc(16))))

/** 1 s, 2 s, 4 s … up to ten minutes, with full jitter so that failures don't come back together. */
export function backoffMs(attempt: number): number {
  return 500 + Math.random() * Math.min(1_000 * 2 ** (attempt - 1), 600_000)
}
