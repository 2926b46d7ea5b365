/** Remembered at least; twice as many at most. */
const CAPACITY = 25_000

/**
 * What lately came and what is under way, to answer the provider's repeats without the database.
 * Only a memory: a repeat that it does not know is recognised under the locks of the batch.
 */
export class RecentItems {
  /**
   * Two generations: the older is dropped whole. Taking the oldest out of one set would walk over the
   * graves of all that went before.
   */
  private done = new Set<string>()
  private doneBefore = new Set<string>()
  private readonly underWay = new Map<string, Promise<void>>()

  once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.done.has(key) || this.doneBefore.has(key)) return Promise.resolve()
    const running = this.underWay.get(key)
    if (running) return running
    const started = this.run(key, work)
    this.underWay.set(key, started)
    return started
  }

  private async run(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.remember(key)
    } finally {
      this.underWay.delete(key)
    }
  }

  private remember(key: string): void {
    if (this.done.size >= CAPACITY) {
      this.doneBefore = this.done
      this.done = new Set()
    }
    this.done.add(key)
  }
}
