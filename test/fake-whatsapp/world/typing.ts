export type TypingState = 'composing' | 'recording' | 'paused'

export interface TypingNote {
  /** Phone of the account that types on a linked device. */
  account: string
  to: string
  state: TypingState
  /** Milliseconds since the epoch. */
  at: number
}

/** Load tests type a lot. */
const KEPT = 1_000

/** What linked devices showed of their typing. */
export class Typing {
  readonly #notes: TypingNote[] = []

  record(note: TypingNote): void {
    this.#notes.push(note)
    if (this.#notes.length > KEPT) this.#notes.shift()
  }

  all(): TypingNote[] {
    return [...this.#notes]
  }
}
