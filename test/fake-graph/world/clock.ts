/** The provider's time; tests move it forward instead of waiting for URLs and windows to expire. */
export class Clock {
  #offsetMs = 0

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offsetMs
  }

  advance(ms: number): void {
    this.#offsetMs += ms
  }
}

/** Webhook timestamps are strings of whole seconds. */
export function toSeconds(ms: number): string {
  return String(Math.floor(ms / 1000))
}
