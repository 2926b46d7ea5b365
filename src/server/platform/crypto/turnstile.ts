import { AppError } from '../errors.ts'

/** Lets a few pieces of work run at a time and the others wait in line: a wave of them must not starve everything else. */
export class Turnstile {
  readonly #maxWaiting: number
  readonly #waiting: (() => void)[] = []
  #freePlaces: number

  constructor({ places, maxWaiting }: { places: number; maxWaiting: number }) {
    this.#freePlaces = places
    this.#maxWaiting = maxWaiting
  }

  /** @throws AppError `UNAVAILABLE` where too many wait already; else what `work` throws. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(): Promise<void> {
    if (this.#freePlaces > 0) {
      this.#freePlaces--
      return
    }
    if (this.#waiting.length >= this.#maxWaiting)
      throw new AppError('UNAVAILABLE', 'Too much is waiting already', { details: { retryAfterSeconds: 10 } })
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** The place goes to who waits longest, so that a newcomer cannot overtake. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#freePlaces++
  }
}
