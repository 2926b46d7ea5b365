import type { JsonObject, SentMessage } from '../types.ts'

/** Old records go first beyond this many, so that a long run does not fill the memory. */
const LIMIT = 100_000

export interface RecordedCall {
  at: number
  method: string
  path: string
  query: Record<string, string>
  body?: JsonObject
  /** HTTP status, or how the call ended without one. */
  outcome: number | 'reset' | 'hang'
  errorCode?: number
}

export interface SentFilter {
  /** Phone digits (wa_id), the recipient as written, or a BSUID. */
  to?: string
  opaque?: string
  phoneNumberId?: string
}

export interface SentReport {
  messages: SentMessage[]
  /** Accepted messages per `biz_opaque_callback_data`: more than 1 is a double. */
  countByOpaque: Record<string, number>
}

/** What the provider remembers of the calls made to it. */
export class Recorder {
  readonly calls: RecordedCall[] = []
  readonly #sent: SentMessage[] = []

  addCall(call: RecordedCall): void {
    push(this.calls, call)
  }

  addSent(message: SentMessage): void {
    push(this.#sent, message)
  }

  sent(filter: SentFilter = {}): SentReport {
    const messages = this.#sent.filter((message) => matches(message, filter))
    const countByOpaque: Record<string, number> = {}
    for (const { opaque } of messages) {
      if (opaque !== undefined) countByOpaque[opaque] = (countByOpaque[opaque] ?? 0) + 1
    }
    return { messages, countByOpaque }
  }

  clear(): void {
    this.calls.length = 0
    this.#sent.length = 0
  }
}

function matches(message: SentMessage, filter: SentFilter): boolean {
  if (filter.opaque !== undefined && message.opaque !== filter.opaque) return false
  if (filter.phoneNumberId !== undefined && message.phoneNumberId !== filter.phoneNumberId) return false
  if (filter.to === undefined) return true
  return [message.waId, message.to, message.recipient, message.customerId].includes(filter.to)
}

function push<T>(list: T[], item: T): void {
  list.push(item)
  if (list.length > LIMIT) list.splice(0, LIMIT / 10)
}
