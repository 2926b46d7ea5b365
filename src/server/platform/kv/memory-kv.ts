import type { Count, Kv, Listener } from './kv.ts'

const SWEEP_MS = 60_000

export function createMemoryKv(): Kv {
  const counters = new Counters()
  const listeners = new Listeners()
  // Lapsed counters of callers who never came back.
  const sweeper = setInterval(() => counters.sweep(), SWEEP_MS).unref()
  return {
    increment: async (key, windowMs, by = 1) => counters.add(key, { windowMs, by }),
    publish: (channel, message) => listeners.tell(channel, message),
    subscribe: (channel, listener) => listeners.add(channel, listener),
    close: async () => clearInterval(sweeper),
  }
}

class Counters {
  private readonly counts = new Map<string, { count: number; until: number }>()

  add(key: string, { windowMs, by }: { windowMs: number; by: number }): Count {
    const now = Date.now()
    const known = this.counts.get(key)
    const entry = known && known.until > now ? known : { count: 0, until: now + windowMs }
    entry.count += by
    this.counts.set(key, entry)
    return { count: entry.count, resetAt: new Date(entry.until) }
  }

  sweep(): void {
    const now = Date.now()
    for (const [key, { until }] of this.counts) if (until <= now) this.counts.delete(key)
  }
}

class Listeners {
  private readonly byChannel = new Map<string, Set<Listener>>()

  /** @returns removes the listener again. */
  add(channel: string, listener: Listener): () => void {
    const set = this.byChannel.get(channel) ?? new Set()
    this.byChannel.set(channel, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0) this.byChannel.delete(channel)
    }
  }

  tell(channel: string, message: string): void {
    for (const listener of this.byChannel.get(channel) ?? []) listener(message)
  }
}
