/** Counts work under way, so that tests wait for its end instead of sleeping. */
export class Pending {
  #count = 0
  #waiters: (() => void)[] = []

  begin(): void {
    this.#count += 1
  }

  end(): void {
    this.#count -= 1
    if (this.#count > 0) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }

  /** Resolves when nothing is under way. @throws Error after `timeoutMs`. */
  settled(timeoutMs: number): Promise<void> {
    if (this.#count === 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Still ${this.#count} statuses or webhooks under way`)),
        timeoutMs,
      )
      this.#waiters.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
