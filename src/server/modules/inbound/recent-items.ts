const CAPACITY = 50_000

/**
 * What lately came and what is under way, to answer the provider's repeats without the database.
 * Only a memory: a repeat that it does not know is recognised under the locks of the batch.
 */
export class RecentItems {
  private readonly done = new Set<string>()
  private readonly underWay = new Map<string, Promise<void>>()

  once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.done.has(key)) return Promise.resolve()
    const running = this.underWay.get(key)
    if (running) return running
    const started = work()
      .then(() => this.remember(key))
      .finally(() => this.underWay.delete(key))
    this.underWay.set(key, started)
    return started
  }

  private remember(key: string): void {
    if (this.done.size >= CAPACITY) {
      const oldest = this.done.values().next().value
      if (oldest !== undefined) this.done.delete(oldest)
    }
    this.done.add(key)
  }
}
