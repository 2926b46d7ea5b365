import { seededRandom } from './identifiers.ts'
import { canonicalDigits, digitsOf } from './phone-numbers.ts'

/** Ways in which the provider misbehaves. "Accept" means: recorded, delivered, statuses follow. */
export type Fault =
  /** A Graph error; HTTP status and wording default to Meta's for the code. */
  | { kind: 'refuse'; code: number; subcode?: number; status?: number; details?: string }
  /** Connection reset, nothing recorded. */
  | { kind: 'drop-before-accept' }
  /** Recorded, then the connection is reset: the caller cannot know. */
  | { kind: 'accept-then-drop' }
  /** Recorded, answered late. */
  | { kind: 'accept-then-delay'; delayMs: number }
  /** Nothing recorded, never answered. */
  | { kind: 'hang' }
  /** An HTML page instead of JSON; `isAccepted` records the message nevertheless. */
  | { kind: 'http-500-html'; status?: number; isAccepted?: boolean }
  /** Accepted, then a `failed` status with this code instead of the usual ones. */
  | { kind: 'fail-later'; code: number }

export interface FaultMatch {
  phoneNumberId?: string
  /** Phone in any spelling, or BSUID. */
  recipient?: string
  opaque?: string
  /** Default `messages`. */
  endpoint?: Endpoint | 'any'
  /** Only the nth call that fits the rest, counted from 1. */
  nth?: number
  /** 0 to 1, drawn from the seeded generator. */
  probability?: number
}

export interface FaultRule {
  fault: Fault
  match?: FaultMatch
  /** How often it strikes at most; without it, always. */
  count?: number
}

export type Endpoint = 'messages' | 'media' | 'account'

/** What the rules see of a call. */
export interface FaultCall {
  endpoint: Endpoint
  phoneNumberId?: string
  /** Canonical digits or BSUID. */
  recipients?: string[]
  opaque?: string
}

interface ActiveRule extends FaultRule {
  id: number
  seen: number
  struck: number
}

export class Faults {
  #rules: ActiveRule[] = []
  #nextId = 1
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  /** @returns the rule's id, for {@link remove}. */
  add(rule: FaultRule): number {
    const id = this.#nextId++
    this.#rules.push({ ...rule, id, seen: 0, struck: 0 })
    return id
  }

  remove(id: number): void {
    this.#rules = this.#rules.filter((rule) => rule.id !== id)
  }

  clear(): void {
    this.#rules = []
  }

  /** The fault that strikes this call: that of the oldest rule that fits. */
  next(call: FaultCall): Fault | undefined {
    for (const rule of this.#rules) {
      if (!fits(rule.match ?? {}, call)) continue
      rule.seen += 1
      if (!this.#strikes(rule)) continue
      rule.struck += 1
      return rule.fault
    }
    return undefined
  }

  #strikes(rule: ActiveRule): boolean {
    if (rule.count !== undefined && rule.struck >= rule.count) return false
    const { nth, probability } = rule.match ?? {}
    if (nth !== undefined && rule.seen !== nth) return false
    return probability === undefined || this.#random() < probability
  }
}

function fits(match: FaultMatch, call: FaultCall): boolean {
  const endpoint = match.endpoint ?? 'messages'
  if (endpoint !== 'any' && endpoint !== call.endpoint) return false
  if (match.phoneNumberId !== undefined && match.phoneNumberId !== call.phoneNumberId) return false
  if (match.opaque !== undefined && match.opaque !== call.opaque) return false
  return match.recipient === undefined || (call.recipients ?? []).includes(recipientKey(match.recipient))
}

function recipientKey(recipient: string): string {
  return /^[A-Z]{2}\./.test(recipient) ? recipient : canonicalDigits(digitsOf(recipient))
}
