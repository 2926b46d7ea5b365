import type { SentMessage } from '../types.ts'

export interface SentFilter {
  /** Phone of the account whose linked device sent it. */
  account?: string
  /** Phone of the recipient. */
  to?: string
  id?: string
}

export interface SentReport {
  /** In order of first arrival. */
  messages: SentMessage[]
  /** How often each id arrived. */
  countById: Record<string, number>
}

/** What linked devices sent, as the recipients' phones decrypted it. */
export class Sent {
  #messages = new Map<string, SentMessage>()

  /** @returns false when the phone had a message with this id already. */
  record(message: Omit<SentMessage, 'arrivals'>): boolean {
    const key = `${message.to}|${message.id}`
    const known = this.#messages.get(key)
    if (known) known.arrivals += 1
    else this.#messages.set(key, { ...message, arrivals: 1 })
    return !known
  }

  report({ account, to, id }: SentFilter): SentReport {
    const messages = [...this.#messages.values()].filter(
      (message) =>
        (account === undefined || message.account === account) &&
        (to === undefined || message.to === to) &&
        (id === undefined || message.id === id),
    )
    return { messages, countById: Object.fromEntries(messages.map((sent) => [sent.id, sent.arrivals])) }
  }

  clear(): void {
    this.#messages = new Map()
  }
}
