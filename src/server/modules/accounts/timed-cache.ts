/**
 * Answers remembered for a short while. Bounded: what was stored first goes first, so that made-up
 * keys can't fill the memory.
 */
export class TimedCache<V> {
  private readonly entries = new Map<string, { value: V; until: number }>()
  private readonly ttlMs: number
  private readonly capacity: number

  constructor(init: { ttlMs: number; capacity: number }) {
    this.ttlMs = init.ttlMs
    this.capacity = init.capacity
  }

  get(key: string, now: Date): V | undefined {
    const entry = this.entries.get(key)
    if (!entry) return undefined
    if (entry.until > now.getTime()) return entry.value
    this.entries.delete(key)
    return undefined
  }

  set(key: string, value: V, now: Date): void {
    this.entries.delete(key)
    this.entries.set(key, { value, until: now.getTime() + this.ttlMs })
    if (this.entries.size <= this.capacity) return
    const [oldest] = this.entries.keys()
    if (oldest !== undefined) this.entries.delete(oldest)
  }

  deleteWhere(matches: (value: V, key: string) => boolean): void {
    for (const [key, { value }] of this.entries) if (matches(value, key)) this.entries.delete(key)
  }
}
