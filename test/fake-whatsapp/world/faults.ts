/** Ways in which the simulator misbehaves. */
export type Fault =
  /** The socket is cut: at once, or at the stanza that `match` picks (which is then lost). */
  | { kind: 'drop' }
  /**
   * The socket stays open and nothing is answered any more: at once, or from the stanza that `match` picks.
   * With `isDead` even the WebSocket's own close is not: a client waits 30 s for it, as on a dead path.
   */
  | { kind: 'stall'; isDead?: boolean }
  /** `stream:error` with this code, then the end: at once, or instead of the stanza that `match` picks. */
  | { kind: 'stream-error'; code: number }
  /** The connection is destroyed instead of upgraded. */
  | { kind: 'refuse' }
  /** The upgrade is answered with this HTTP status. */
  | { kind: 'upgrade-status'; status: number }
  /** `failure` with this reason instead of `success`, for example 405: the client is too old. */
  | { kind: 'login-failure'; code: number }
  /** The message is taken and delivered, its ack never sent. */
  | { kind: 'withhold-acks' }
  /** The message is taken and delivered; the socket is cut instead of an ack. */
  | { kind: 'accept-then-drop' }
  /** The message is refused with this code in its ack; 463 is WhatsApp's "no new chats for you". */
  | { kind: `ack-error-${number}` }
  /** The recipient's phone pretends that it cannot decrypt and asks for the message again. */
  | { kind: 'ask-retry' }
  /** The device gets the stanza twice. */
  | { kind: 'duplicate' }
  /** The device gets the stanza after the one that follows it. */
  | { kind: 'reorder' }
  /** A bit of the ciphertext is flipped on the way to the device. */
  | { kind: 'corrupt' }
  /** The device gets the stanza later. */
  | { kind: 'delay'; delayMs: number }

export type FaultKind = Fault['kind']

export interface FaultMatch {
  /** Phone of the account whose devices are struck. */
  account?: string
  /** Phone of the other side of the chat. */
  peer?: string
  /** Stanza id. */
  id?: string
  /** Stanza name: `message`, `receipt`, `iq`… */
  tag?: string
  /** `in`: from the device; `out`: to the device. */
  direction?: 'in' | 'out'
  /** How the device addressed the message it sends. */
  addressing?: 'lid' | 'pn'
}

export type FaultRule = Fault & {
  match?: FaultMatch
  /** How often it strikes. Default 1. */
  count?: number | 'always'
}

/** What the rules see of an occasion to misbehave. */
export type FaultFacts = FaultMatch

interface ActiveRule {
  id: number
  rule: FaultRule
  left: number
}

/** The rules of misbehaviour; the oldest that fits strikes. */
export class Faults {
  #active: ActiveRule[] = []
  #nextId = 1

  /** @returns the rule's id, for {@link remove}. */
  add(rule: FaultRule): number {
    const id = this.#nextId++
    const left = rule.count === 'always' ? Infinity : (rule.count ?? 1)
    this.#active.push({ id, rule, left })
    return id
  }

  remove(id: number): void {
    this.#active = this.#active.filter((active) => active.id !== id)
  }

  clear(): void {
    this.#active = []
  }

  /** Takes the fault of one of these kinds that strikes on this occasion. */
  strike<Kind extends FaultKind>(
    kinds: readonly Kind[],
    facts: FaultFacts,
  ): Extract<Fault, { kind: Kind }> | undefined {
    return this.#take(facts, (rule) => kinds.includes(rule.kind as Kind)) as
      | Extract<Fault, { kind: Kind }>
      | undefined
  }

  /** The code with which this message's ack must refuse it. */
  ackError(facts: FaultFacts): string | undefined {
    const rule = this.#take(facts, ({ kind }) => kind.startsWith('ack-error-'))
    return rule?.kind.slice('ack-error-'.length)
  }

  #take(facts: FaultFacts, isMeant: (rule: FaultRule) => boolean): FaultRule | undefined {
    const active = this.#active.find(({ rule }) => isMeant(rule) && fits(rule.match ?? {}, facts))
    if (!active) return undefined
    active.left -= 1
    if (active.left <= 0) this.remove(active.id)
    return active.rule
  }
}

/** The rule waits for a certain stanza; others strike whole connections. */
export function picksStanza({ match = {} }: FaultRule): boolean {
  return [match.id, match.tag, match.direction, match.peer].some((selector) => selector !== undefined)
}

function fits(match: FaultMatch, facts: FaultFacts): boolean {
  return (Object.keys(match) as (keyof FaultMatch)[]).every(
    (name) => match[name] === undefined || match[name] === facts[name],
  )
}
