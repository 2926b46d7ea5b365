import { Threads } from './threads.ts'

interface ThreadRef {
  phoneNumberId: string
  customerId: string
}

/** Which threads somebody has open on a phone page right now. */
export class Viewers {
  readonly #countByThread = new Map<string, number>()

  enter(thread: ThreadRef): void {
    this.#add(thread, 1)
  }

  leave(thread: ThreadRef): void {
    this.#add(thread, -1)
  }

  isOpen(thread: ThreadRef): boolean {
    return (this.#countByThread.get(Threads.key(thread.phoneNumberId, thread.customerId)) ?? 0) > 0
  }

  #add(thread: ThreadRef, by: number): void {
    const key = Threads.key(thread.phoneNumberId, thread.customerId)
    this.#countByThread.set(key, (this.#countByThread.get(key) ?? 0) + by)
  }
}
