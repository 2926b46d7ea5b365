import type { Verdict } from './analyse.ts'

/**
 * Verdicts by statement text, bounded. Two generations stand in for an exact LRU: when the young
 * one is full it becomes the old one, and what was not asked for since then is forgotten.
 */
export class VerdictCache {
  readonly #generationSize: number
  readonly #maxTextLength: number
  #young = new Map<string, Verdict>()
  #old = new Map<string, Verdict>()

  /** Holds at most `capacity` texts of at most `maxTextLength` characters each. */
  constructor({ capacity, maxTextLength }: { capacity: number; maxTextLength: number }) {
    this.#generationSize = Math.ceil(capacity / 2)
    this.#maxTextLength = maxTextLength
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(sql: string): Verdict | undefined {
    const young = this.#young.get(sql)
    if (young !== undefined) return young
    const old = this.#old.get(sql)
    if (old !== undefined) this.set(sql, old)
    return old
  }

  /** Long texts are bulk inserts whose number of rows varies: keeping them would only cost memory. */
  set(sql: string, verdict: Verdict): void {
    if (sql.length > this.#maxTextLength) return
    this.#old.delete(sql)
    this.#young.set(sql, verdict)
    if (this.#young.size < this.#generationSize) return
    this.#old = this.#young
    this.#young = new Map()
  }
}
