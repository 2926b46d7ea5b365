import { and, eq, sql } from 'drizzle-orm'
import { jobs } from '../../schema/index.ts'
import { own, type WorkspaceDb, type WorkspaceDbFactory } from '../db/workspace-db.ts'
import type { Logger } from '../log/index.ts'
import type { JobRow } from './batch.ts'

/** How many run in one process at a time: each keeps a core busy. */
const AT_ONCE = 2
/** Short, so that the work of a process that died is soon taken up; renewed while it lives. */
const LOCK_SECONDS = 15
const RENEW_MS = 5_000

/**
 * Work of minutes, such as an import. It runs beside the turns of the runner, so that short jobs never
 * wait for it, and keeps its claim alive. It has to go on from where it was cut: once the signal is
 * aborted it ends as soon as it can, and is run again.
 */
export type LongJobHandler = (
  db: WorkspaceDb,
  work: { payload: unknown; signal: AbortSignal },
) => Promise<void>

interface Services {
  workspaceDb: WorkspaceDbFactory
  log: Logger
}

interface Running {
  job: JobRow
  handler: LongJobHandler
  /** What happens to a job whose handler threw. */
  onError(error: unknown): Promise<void>
}

export class LongJobs {
  readonly #services: Services
  readonly #running = new Map<AbortController, Promise<void>>()

  constructor(services: Services) {
    this.#services = services
  }

  get isFull(): boolean {
    return this.#running.size >= AT_ONCE
  }

  start(work: Running): void {
    const control = new AbortController()
    const done = this.#run(work, control).finally(() => this.#running.delete(control))
    this.#running.set(control, done)
  }

  /** Cuts what is under way short and gives its jobs back. */
  async stop(): Promise<void> {
    for (const control of this.#running.keys()) control.abort()
    await Promise.all(this.#running.values())
  }

  async #run({ job, handler, onError }: Running, control: AbortController): Promise<void> {
    const db = this.#services.workspaceDb(job.workspaceId)
    const renewing = setInterval(() => void this.#renew(db, job, control), RENEW_MS)
    try {
      await this.#renew(db, job, control)
      await handler(db, { payload: job.payload, signal: control.signal })
      await db.orm.delete(jobs).where(mine(db, job))
    } catch (error) {
      await (control.signal.aborted ? this.#giveBack(db, job) : onError(error)).catch((failure: unknown) =>
        // Its claim runs out in a few seconds, and it is taken up again.
        this.#services.log.warn({ evt: 'jobs.not_settled', jobId: job.id, err: failure }),
      )
    } finally {
      clearInterval(renewing)
    }
  }

  async #renew(db: WorkspaceDb, job: JobRow, control: AbortController): Promise<void> {
    try {
      const lockedUntil = sql`now(3) + interval ${sql.raw(String(LOCK_SECONDS))} second`
      const [result] = await db.orm.update(jobs).set({ lockedUntil }).where(mine(db, job))
      if (result.affectedRows === 0) control.abort()
    } catch (error) {
      this.#services.log.warn({ evt: 'jobs.not_renewed', jobId: job.id, err: error })
    }
  }

  /** The cut was no failure: it doesn't count as an attempt. */
  async #giveBack(db: WorkspaceDb, job: JobRow): Promise<void> {
    await db.orm
      .update(jobs)
      .set({ state: 'ready', runAt: sql`now(3)`, attempts: Math.max(0, job.attempts - 1) })
      .where(mine(db, job))
  }
}

const mine = (db: WorkspaceDb, job: JobRow) =>
  own(db, jobs, and(eq(jobs.id, job.id), eq(jobs.lockToken, job.lockToken ?? Buffer.alloc(16))))
