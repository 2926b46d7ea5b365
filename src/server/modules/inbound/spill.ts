import { and, asc, eq } from 'drizzle-orm'
import type { ChannelId } from '../../../shared/ids.ts'
import { isDatabaseAway } from '../../platform/db/errors.ts'
import type { SystemDb } from '../../platform/db/system-db.ts'
import { own, type WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import type { Lease } from '../../platform/lease.ts'
import type { Logger } from '../../platform/log/index.ts'
import { receipts } from '../../schema/index.ts'
import { itemOf, type InboundChannel } from './entry.ts'
import { failure } from './store-receipt.ts'
import type { Intake } from './intake.ts'

const POLL_MS = 500
const DRAIN_AT_ONCE = 200

export interface DrainServices {
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
  intake: () => Intake
  channelOf(channelId: ChannelId): Promise<InboundChannel | undefined>
  lease: Lease
  log: Logger
}

/**
 * Applies receipts that were stored unapplied under overload, in the order in which they came. One
 * process at a time drains (a lease, never "older than a while"). While a channel has any, its new
 * items are stored behind them, so that none overtakes.
 */
export class SpillDrain {
  readonly channels = new Set<string>()
  private readonly services: DrainServices
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(services: DrainServices) {
    this.services = services
  }

  start(): void {
    const turn = () => {
      if (this.stopped) return
      this.running = this.drain()
        .catch((error: unknown) => this.services.log.warn({ evt: 'inbound.drain_failed', err: error }))
        .finally(() => {
          if (!this.stopped) this.timer = setTimeout(turn, POLL_MS)
        })
    }
    turn()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
    // Lapses by itself in seconds; giving it back only saves the next process the wait.
    await this.services.lease.release().catch((error: unknown) => {
      this.services.log.debug({ evt: 'inbound.lease_not_released', err: error })
    })
  }

  /** One look at the backlog; every process learns which channels must spill, one of them applies. */
  async drain(): Promise<void> {
    for (;;) {
      const rows = await this.services
        .systemDb('spilled-receipts')
        .select({
          id: receipts.id,
          workspaceId: receipts.workspaceId,
          channelId: receipts.channelId,
          dedupe: receipts.dedupe,
          body: receipts.body,
          receivedAt: receipts.receivedAt,
        })
        .from(receipts)
        .where(eq(receipts.state, 'pending'))
        .orderBy(asc(receipts.id))
        .limit(DRAIN_AT_ONCE)
      this.channels.clear()
      for (const row of rows) this.channels.add(row.channelId)
      if (rows.length === 0 || this.stopped || !(await this.services.lease.hold())) return
      await this.applyInOrder(rows)
    }
  }

  /** Prepared one after the other, pushed in that order, committed together. */
  private async applyInOrder(rows: SpilledRow[]): Promise<void> {
    const problems: unknown[] = []
    const applied: Promise<void>[] = []
    for (const row of rows) {
      const outcome = this.prepare(row)
      // Settled here and not at the end: an error may come while a later row is still prepared.
      applied.push(
        outcome
          .then((ready) => this.services.intake().push(ready))
          .catch((error: unknown) => this.fail(row, error))
          .catch((error: unknown) => void problems.push(error)),
      )
      await outcome.catch(() => undefined)
    }
    await Promise.all(applied)
    if (problems.length > 0) throw problems[0]
  }

  private async prepare(row: SpilledRow) {
    const channel = await this.services.channelOf(row.channelId)
    if (!channel) throw new Error('the channel is no longer connected')
    return this.services.intake().prepareStored(itemOf(channel, row), row.id)
  }

  private async fail(row: SpilledRow, error: unknown): Promise<void> {
    if (isDatabaseAway(error)) throw error
    const message = error instanceof Error ? error.message : String(error)
    await this.services.workspaceDb(row.workspaceId).tx(async (tx) => {
      await tx.orm
        .update(receipts)
        .set({ state: 'failed', error: failure(message) })
        .where(own(tx, receipts, and(eq(receipts.id, row.id), eq(receipts.state, 'pending'))))
      tx.emit({ type: 'receipt.failed', data: { receiptId: row.id, channelId: row.channelId } })
    })
  }
}

type SpilledRow = Pick<
  typeof receipts.$inferSelect,
  'id' | 'workspaceId' | 'channelId' | 'dedupe' | 'body' | 'receivedAt'
>
