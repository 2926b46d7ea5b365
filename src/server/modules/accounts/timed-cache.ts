/**
 * Answers remembered for a short while. Bounded: what was stored first goes first, so that made-up
 * keys can't fill the memory.
 */
export class TimedCache<V> {
  private readonly entries = new Map<string, { value: V; until: number }>()
  private timesForgotten = 0
  private readonly ttlMs: number
  private readonly capacity: number

  constructor(init: { ttlMs: number; capacity: number }) {
    this.ttlMs = init.ttlMs
    this.capacity = init.capacity
  }

  /**
   * The value remembered, else the one loaded. What is loaded while something is being forgotten is
   * not remembered: it may be the very thing.
   */
  async remember(key: string, now: Date, load: () => Promise<V | null>): Promise<V | null> {
    const known = this.entries.get(key)
    if (known && known.until > now.getTime()) return known.value
    const { timesForgotten } = this
    const value = await load()
    if (value !== null && timesForgotten === this.timesForgotten) this.set(key, value, now)
    return value
  }

  forget(matches: (value: V, key: string) => boolean): void {
    this.timesForgotten++
    for (const [key, { value }] of this.entries) if (matches(value, key)) this.entries.delete(key)
  }

  private set(key: string, value: V, now: Date): void {
    this.entries.delete(key)
    this.entries.set(key, { value, until: now.getTime() + this.ttlMs })
    if (this.entries.size <= this.capacity) return
    const [oldest] = this.entries.keys()
    if (oldest !== undefined) this.entries.delete(oldest)
  }
}
