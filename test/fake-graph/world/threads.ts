import type { Clock } from './clock.ts'
import type { Thread, ThreadMessage } from '../types.ts'

const WINDOW_MS = 24 * 60 * 60 * 1_000

/** Chats between a business number and a customer, as the customer's phone keeps them. */
export class Threads {
  readonly #threads = new Map<string, Thread>()
  readonly #byWamid = new Map<string, Thread>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  static key(phoneNumberId: string, customerId: string): string {
    return `${phoneNumberId}|${customerId}`
  }

  all(): Thread[] {
    return [...this.#threads.values()]
  }

  find(phoneNumberId: string, customerId: string): Thread | undefined {
    return this.#threads.get(Threads.key(phoneNumberId, customerId))
  }

  open(phoneNumberId: string, customerId: string): Thread {
    const key = Threads.key(phoneNumberId, customerId)
    const thread = this.#threads.get(key) ?? { phoneNumberId, customerId, messages: [], unread: 0 }
    this.#threads.set(key, thread)
    return thread
  }

  /** Puts a thread back from saved state. */
  restore(thread: Thread): void {
    this.#threads.set(Threads.key(thread.phoneNumberId, thread.customerId), thread)
    for (const message of thread.messages) this.#byWamid.set(message.wamid, thread)
  }

  append(thread: Thread, message: ThreadMessage): void {
    thread.messages.push(message)
    this.#byWamid.set(message.wamid, thread)
  }

  findMessage(wamid: string): { thread: Thread; message: ThreadMessage } | undefined {
    const thread = this.#byWamid.get(wamid)
    const message = thread?.messages.find((each) => each.wamid === wamid)
    return thread && message ? { thread, message } : undefined
  }

  /** Whether free-form messages to this person are allowed now. */
  isWindowOpen(phoneNumberId: string, customerId: string): boolean {
    const lastInboundAt = this.find(phoneNumberId, customerId)?.lastInboundAt
    return lastInboundAt !== undefined && this.#clock.now() - lastInboundAt < WINDOW_MS
  }
}
