import type { Logger } from '../../platform/log/index.ts'
import { AppError } from '../../platform/errors.ts'
import { isDatabaseAway } from '../../platform/db/errors.ts'
import { crashPoint } from '../../platform/crash-point.ts'
import type { WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import { BatchQueue } from './batch-queue.ts'
import type { InboundItem, ReadyItem } from './entry.ts'
import { readyFromCache, readyFromDatabase, type Normalise, type PreparedItem } from './prepare.ts'
import { RecentItems } from './recent-items.ts'
import { runBatch, type BatchContext, type CommittedEvents } from './run-batch.ts'
import { SpillStore } from './spill-store.ts'
import { storeFailed } from './store-receipt.ts'
import { ThreadCache } from './thread-cache.ts'

export interface IntakeServices extends BatchContext {
  workspaceDb: WorkspaceDbFactory
  normalise: Normalise
  log: Logger
  /** Told of every committed batch, after COMMIT. */
  onCommit(committed: CommittedEvents): void
  /** Trouble that the provider reports about a channel itself. */
  onChannelFacts(item: ReadyItem): void
}

/** Beyond these the items are stored unapplied and answered at once (see spill.ts). */
export const SPILL_QUEUE = 2_000
export const SPILL_AGE_MS = 500

/**
 * Takes inbound items of every kind of channel. `accept` resolves once the item and all its effects
 * are committed, or it is stored for later; only then may the provider be answered.
 */
export class Intake {
  private readonly services: IntakeServices
  private readonly cache = new ThreadCache()
  private readonly recent = new RecentItems()
  private readonly queue: BatchQueue
  private readonly spill: SpillStore
  private readonly spilledChannels: { has(channelId: string): boolean }

  constructor(services: IntakeServices, spilledChannels: { has(channelId: string): boolean }) {
    this.services = services
    this.spilledChannels = spilledChannels
    this.queue = new BatchQueue((items) => this.apply(items))
    this.spill = new SpillStore(services.pool)
  }

  get waiting(): number {
    return this.queue.length
  }

  /** Repeats of an item under way share its fate; repeats of a stored one are answered at once. */
  accept(item: InboundItem): Promise<void> {
    const key = `${item.channel.channelId}|${item.dedupe.toString('base64')}`
    return this.recent.once(key, () => this.take(item))
  }

  /** Applies a receipt that is stored already; throws instead of storing it as failed. */
  async applyStored(item: InboundItem, receiptId: number): Promise<void> {
    await this.push(await this.prepareStored(item, receiptId))
  }

  /** The first half of applyStored: whoever pushes in the order of preparing keeps that order. */
  prepareStored(item: InboundItem, receiptId: number): Promise<ReadyItem> {
    return this.prepare({ item, facts: this.meaningOf(item), receiptId })
  }

  push(ready: ReadyItem): Promise<void> {
    return this.queue.push(ready)
  }

  private async take(item: InboundItem): Promise<void> {
    if (this.mustSpill(item)) {
      await this.spill.store(item)
      return
    }
    try {
      const ready = await this.prepare({ item, facts: this.meaningOf(item), receiptId: null })
      await this.queue.push(ready)
    } catch (error) {
      await this.keepFailed(item, error)
    }
  }

  private mustSpill(item: InboundItem): boolean {
    return (
      this.spilledChannels.has(item.channel.channelId) ||
      this.queue.length > SPILL_QUEUE ||
      this.queue.oldestAgeMs > SPILL_AGE_MS
    )
  }

  private meaningOf(item: InboundItem) {
    return this.services.normalise(item.channel.kind, item.content, item.channel)
  }

  private async prepare(prepared: PreparedItem): Promise<ReadyItem> {
    return (
      readyFromCache(prepared, this.cache) ??
      (await readyFromDatabase(prepared, { workspaceDb: this.services.workspaceDb, cache: this.cache }))
    )
  }

  /** The poisoned item is kept and answered: repeating it would not help, losing it would hurt. */
  private async keepFailed(item: InboundItem, error: unknown): Promise<void> {
    if (isDatabaseAway(error)) throw new AppError('UNAVAILABLE', 'the database is away', { cause: error })
    this.services.log.warn({ evt: 'inbound.failed', channelId: item.channel.channelId, err: error })
    const message = error instanceof Error ? error.message : String(error)
    await storeFailed(this.services.workspaceDb, item, message)
  }

  /** One transaction for all; where that fails for good, each alone, so that one can't harm the rest. */
  private async apply(items: ReadyItem[]): Promise<PromiseSettledResult<void>[]> {
    try {
      await this.commit(items)
      return items.map(() => ({ status: 'fulfilled', value: undefined }))
    } catch (error) {
      if (items.length === 1 || isDatabaseAway(error))
        return items.map(() => ({ status: 'rejected', reason: error }))
      const results: PromiseSettledResult<void>[] = []
      for (const item of items) results.push(...(await Promise.allSettled([this.commit([item])])))
      return results
    }
  }

  private async commit(items: ReadyItem[]): Promise<void> {
    crashPoint('inbound.beforeCommit')
    const committed = await runBatch(this.services, items)
    crashPoint('inbound.afterCommit')
    for (const part of committed) this.services.onCommit(part)
    for (const item of items) this.services.onChannelFacts(item)
  }
}
