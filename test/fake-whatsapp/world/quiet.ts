/** Tells when nothing is under way, so that tests wait for an end instead of sleeping. */
export class Quiet {
  #busy = 0
  #waiters: (() => void)[] = []
  readonly #failures: Error[] = []
  readonly #isRestless: () => boolean

  /** @param isRestless more that counts as under way, asked whenever {@link changed} is called. */
  constructor(isRestless: () => boolean) {
    this.#isRestless = isRestless
  }

  /** Counts a task; one that fails makes the next {@link settled} fail. */
  track(task: Promise<unknown>): void {
    this.#busy += 1
    task
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#busy -= 1
        this.changed()
      })
  }

  /** Makes the next {@link settled} fail: a test should not pass over it. */
  fail(error: unknown): void {
    this.#failures.push(error instanceof Error ? error : new Error(String(error)))
  }

  changed(): void {
    if (this.#waiters.length === 0 || this.#isBusy()) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }

  /** Resolves when nothing is under way. @throws Error after `timeoutMs`, or when a task failed meanwhile. */
  async settled(timeoutMs: number): Promise<void> {
    if (this.#isBusy()) await this.#wait(timeoutMs)
    const [failure] = this.#failures.splice(0)
    if (failure) throw failure
  }

  #isBusy(): boolean {
    return this.#busy > 0 || this.#isRestless()
  }

  #wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('Stanzas are still under way, or unconfirmed by a connected device')),
        timeoutMs,
      )
      this.#waiters.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
