export interface Count {
  count: number
  /** When the window ends and the count starts anew. */
  resetAt: Date
}

export type Listener = (message: string) => void

/**
 * Small shared state between processes. Nothing may depend on it for correctness: it counts for
 * rate limits and wakes sleepers, and does both within one process where there is no Redis. Its
 * methods don't fail; away from Redis they go on locally.
 */
export interface Kv {
  /** Adds to a counter that lives for a window from its first addition. */
  increment(key: string, windowMs: number, by?: number): Promise<Count>
  /** Tells every subscriber, in this process at once, in others if they can be reached. */
  publish(channel: string, message: string): void
  /** @returns ends the subscription. */
  subscribe(channel: string, listener: Listener): () => void
  close(): Promise<void>
}
