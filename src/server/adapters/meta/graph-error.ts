import { ChannelError } from '../contract/index.ts'
import { OutboundError } from '../../platform/net/index.ts'
import { messageErrorOf, ruleFor, type MetaError } from './errors.ts'

/** The Graph API said no, in its own words. */
export class GraphRefusal extends ChannelError {
  readonly meta: MetaError

  constructor(meta: MetaError, answer: { status: number; retryAfterMs: number | undefined }) {
    const rule = ruleFor(meta, answer.status)
    const waits = [rule.retryAfterMs, answer.retryAfterMs].filter((wait) => wait !== undefined)
    super({
      reason: rule.reason,
      outcome: 'refused',
      error: messageErrorOf(meta, rule),
      ...(waits.length > 0 && { retryAfterMs: Math.max(...waits) }),
    })
    this.name = 'GraphRefusal'
    this.meta = meta
  }
}

/** Refused before Meta saw it, by a rule of ours. */
export function refusal(
  reason: ChannelError['reason'],
  error: ChannelError['error'],
  cause?: unknown,
): ChannelError {
  return new ChannelError({ reason, outcome: 'refused', error, cause })
}

/** Nothing reached Meta, or what did has no effect: trying again can't double. */
export function unreachable(cause?: unknown): ChannelError {
  return refusal(
    'temporary',
    { code: 'unreachable', title: 'Meta could not be reached', advice: 'retry_later' },
    cause,
  )
}

/** Meta may have taken it on: only a later status tells. */
export function unknownOutcome(cause?: unknown): ChannelError {
  return new ChannelError({
    reason: 'temporary',
    outcome: 'unknown',
    error: {
      code: 'unknown_outcome',
      title: 'Meta did not confirm the message; it may have been sent',
      advice: 'decide_unknown',
    },
    cause,
  })
}

/** Kinds of failure at which the whole request can't have arrived. */
const NEVER_ARRIVED: ReadonlySet<OutboundError['kind']> = new Set(['refused', 'unresolvable', 'before-sent'])

/** What a failed call means. `isRepeatable`: the call has no effect that a second one would double. */
export function failureOf(error: unknown, isRepeatable: boolean): ChannelError {
  if (error instanceof ChannelError)
    return error.outcome === 'unknown' && isRepeatable ? unreachable(error.cause) : error
  const arrived = !(error instanceof OutboundError) || !NEVER_ARRIVED.has(error.kind)
  return arrived && !isRepeatable ? unknownOutcome(error) : unreachable(error)
}
