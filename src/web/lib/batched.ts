import { useCallback, useSyncExternalStore } from 'react'

/** Rows that appear together ask together. */
const GATHER_MS = 16
/** Older answers are shown, and asked for again when something new wants them. */
const FRESH_MS = 60_000
/** So many answers are kept for those who come back; beyond it only those that are shown. */
const KEPT = 2_000

interface Entry<V> {
  value: V
  at: number
}

/**
 * Small facts about many things, asked for in batches: a list asks once for all its rows, not once per
 * row. What the server does not tell of is kept as null.
 */
export class Batched<K extends string, V> {
  readonly #read: (keys: K[]) => Promise<ReadonlyMap<K, V>>
  readonly #batch: number
  readonly #entries = new Map<K, Entry<V | null>>()
  readonly #listeners = new Map<K, Set<() => void>>()
  readonly #wanted = new Set<K>()
  #isPlanned = false

  /** @param read answers for so many keys at once. */
  constructor(read: (keys: K[]) => Promise<ReadonlyMap<K, V>>, batch = 100) {
    this.#read = read
    this.#batch = batch
  }

  /** Null where there is nothing, undefined as long as it is not known. */
  get(key: K): V | null | undefined {
    return this.#entries.get(key)?.value
  }

  watch(key: K, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    if (Date.now() - (this.#entries.get(key)?.at ?? 0) > FRESH_MS) this.#want(key)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(key)
    }
  }

  put(key: K, value: V | null): void {
    this.#entries.set(key, { value, at: Date.now() })
    for (const tell of this.#listeners.get(key) ?? []) tell()
  }

  /** Those shown are asked for again, the others when they are shown. */
  expire(isOld: (key: K, value: V | null) => boolean): void {
    for (const [key, { value }] of this.#entries) {
      if (!isOld(key, value)) continue
      if (this.#listeners.has(key)) this.#want(key)
      else this.#entries.delete(key)
    }
  }

  /** Everything that is known, for patches. */
  entries(): [K, V | null][] {
    return [...this.#entries].map(([key, { value }]) => [key, value])
  }

  #want(key: K): void {
    this.#wanted.add(key)
    if (this.#isPlanned) return
    this.#isPlanned = true
    setTimeout(() => void this.#ask(), GATHER_MS)
  }

  async #ask(): Promise<void> {
    this.#isPlanned = false
    const keys = [...this.#wanted]
    this.#wanted.clear()
    this.#forgetUnseen()
    for (let from = 0; from < keys.length; from += this.#batch) {
      const part = keys.slice(from, from + this.#batch)
      // A mark that can't be had is absent; whoever shows the thing next asks again.
      const found = await this.#read(part).catch(() => undefined)
      if (found) for (const key of part) this.put(key, found.get(key) ?? null)
    }
  }

  #forgetUnseen(): void {
    if (this.#entries.size <= KEPT) return
    for (const key of this.#entries.keys()) if (!this.#listeners.has(key)) this.#entries.delete(key)
  }
}

export function useBatched<K extends string, V>(store: Batched<K, V>, key: K): V | null | undefined {
  const watch = useCallback((listener: () => void) => store.watch(key, listener), [store, key])
  return useSyncExternalStore(watch, () => store.get(key))
}
