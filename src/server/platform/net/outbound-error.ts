export type OutboundErrorKind =
  /** Our own rules forbid the address, the port or the form of the request. */
  | 'refused'
  /** The name has no address. */
  | 'unresolvable'
  /** It failed before the last of the request was given to the connection: it cannot have had an effect. */
  | 'before-sent'
  /** It failed afterwards: the other side may have acted on it. */
  | 'after-sent'
  /** As `after-sent`, because the deadline passed. (A deadline that passes earlier is `before-sent`.) */
  | 'timeout'
  /** As `after-sent`, because the answer is longer than the caller takes. */
  | 'too-large'

/** A call to the outside that has no answer. Its message names no path, query, header or body. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly kind: OutboundErrorKind

  constructor(kind: OutboundErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
  }
}
