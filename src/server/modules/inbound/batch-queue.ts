import type { ThreadId } from '../../../shared/ids.ts'
import { threadsOf, weightOf, type ReadyItem } from './entry.ts'

const MAX_WEIGHT = 200
const MAX_IN_FLIGHT = 2

interface Waiting {
  item: ReadyItem
  since: number
  threads: Set<ThreadId>
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Natural batching: as soon as a slot is free, whatever lies in the queue goes into one transaction.
 * No timer: at rest a batch is one item, under load it fills by itself. A thread is in one batch at
 * a time, and an item never overtakes an earlier one of its thread.
 */
export class BatchQueue {
  private readonly run: (items: ReadyItem[]) => Promise<PromiseSettledResult<void>[]>
  private waiting: Waiting[] = []
  private readonly busyThreads = new Set<ThreadId>()
  private inFlight = 0

  constructor(run: (items: ReadyItem[]) => Promise<PromiseSettledResult<void>[]>) {
    this.run = run
  }

  get length(): number {
    return this.waiting.length
  }

  get oldestAgeMs(): number {
    const oldest = this.waiting[0]
    return oldest ? performance.now() - oldest.since : 0
  }

  push(item: ReadyItem): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, since: performance.now(), threads: threadsOf(item), resolve, reject })
      this.fill()
    })
  }

  private fill(): void {
    while (this.inFlight < MAX_IN_FLIGHT) {
      const batch = this.takeBatch()
      if (batch.length === 0) return
      this.start(batch)
    }
  }

  private takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    const left: Waiting[] = []
    const passedOver = new Set<ThreadId>()
    let weight = 0
    for (const entry of this.waiting) {
      const blocked = [...entry.threads].some((id) => this.busyThreads.has(id) || passedOver.has(id))
      if (blocked || weight + weightOf(entry.item) > Math.max(MAX_WEIGHT, weightOf(entry.item))) {
        left.push(entry)
        for (const id of entry.threads) passedOver.add(id)
      } else {
        batch.push(entry)
        weight += weightOf(entry.item)
      }
    }
    this.waiting = left
    return batch
  }

  private start(batch: Waiting[]): void {
    this.inFlight++
    for (const entry of batch) for (const id of entry.threads) this.busyThreads.add(id)
    void this.run(batch.map((entry) => entry.item)).then(
      (results) => this.finish(batch, (index) => results[index]),
      (error: unknown) => this.finish(batch, () => ({ status: 'rejected', reason: error })),
    )
  }

  private finish(
    batch: Waiting[],
    resultOf: (index: number) => PromiseSettledResult<void> | undefined,
  ): void {
    this.inFlight--
    for (const entry of batch) for (const id of entry.threads) this.busyThreads.delete(id)
    batch.forEach((entry, index) => {
      const result = resultOf(index)
      if (result?.status === 'fulfilled') entry.resolve()
      else entry.reject(result?.reason ?? new Error('the batch gave no result'))
    })
    this.fill()
  }
}
