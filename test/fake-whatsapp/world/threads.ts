import type { ReceiptStatus, ThreadMessage } from '../types.ts'

const RANK: Record<ReceiptStatus, number> = { sent: 0, delivered: 1, read: 2, played: 3 }

/** The chats between two accounts, as their phones show them. */
export class Threads {
  readonly #threads = new Map<string, ThreadMessage[]>()

  between(one: string, other: string): ThreadMessage[] {
    const key = threadKey(one, other)
    let thread = this.#threads.get(key)
    if (!thread) this.#threads.set(key, (thread = []))
    return thread
  }

  /** Adds a message, unless the thread has it. */
  add(message: ThreadMessage): void {
    if (!this.find(message.from, message.to, message.id)) this.between(message.from, message.to).push(message)
  }

  find(one: string, other: string, id: string): ThreadMessage | undefined {
    return this.between(one, other).findLast((message) => message.id === id)
  }

  /** Everybody the account has a chat with. */
  peersOf(phone: string): string[] {
    return [...this.#threads]
      .filter(([key, messages]) => key.split('|').includes(phone) && messages.length > 0)
      .map(([key]) => key.split('|').find((part) => part !== phone) ?? phone)
  }

  all(): ThreadMessage[][] {
    return [...this.#threads.values()]
  }
}

/** A status only rises. @returns whether it did. */
export function raiseStatus(message: ThreadMessage, status: ReceiptStatus): boolean {
  if (RANK[status] <= RANK[message.status]) return false
  message.status = status
  return true
}

function threadKey(one: string, other: string): string {
  return one < other ? `${one}|${other}` : `${other}|${one}`
}
