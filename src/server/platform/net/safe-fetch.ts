import { Readable } from 'node:stream'
import { Agent } from 'undici'
import { createAddressPolicy, type AddressRules } from './address-policy.ts'
import { createCheckedConnector, resolveWithSystem, type Resolve } from './checked-connector.ts'
import { startDeadline } from './deadline.ts'
import { OutboundError } from './outbound-error.ts'
import type { RequestBody } from './request-body.ts'
import { buildHeaders, headersForRedirect, parseTarget } from './request-head.ts'
import { ACCEPTED_ENCODINGS } from './response-body.ts'
import { sendOnce, toSafeResponse, type Answer, type Call, type Hop, type SafeResponse } from './send-once.ts'

export interface SafeFetchOptions {
  /** GET unless told. */
  method?: string
  headers?: Readonly<Record<string, string>>
  /** A stream needs a content-length header, unless the other side takes chunks. It is destroyed when the call fails. */
  body?: RequestBody
  /** From the first look-up to the last byte of the answer; 10 s unless told. */
  timeoutMs?: number
  /** Of the answer, both as sent and decoded; 1 MiB unless told. */
  maxBytes?: number
  signal?: AbortSignal
  /** At most 3, which is the default. 0 hands a redirect to the caller; so does any method but GET and HEAD. */
  maxRedirects?: number
}

export interface SafeFetch {
  /** Calls an address that may come from a user. Throws an OutboundError. */
  (url: string, options?: SafeFetchOptions): Promise<SafeResponse>
  /** Closes the connections once nothing uses them. */
  close(): Promise<void>
}

interface SafeFetchInit extends AddressRules {
  userAgent: string
  resolve?: Resolve
}

const DEFAULT_TIMEOUT_MS = 10_000
const DEFAULT_MAX_BYTES = 1024 * 1024
const MAX_REDIRECTS = 3
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Makes the one door to the outside: it connects to public addresses and those of `allowCidrs`, and to no other. */
export function createSafeFetch({
  userAgent,
  resolve = resolveWithSystem,
  ...rules
}: SafeFetchInit): SafeFetch {
  const connect = createCheckedConnector(createAddressPolicy(rules), resolve)
  // The deadline of each call takes the place of undici's own timeouts.
  const agent = new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 })
  const defaults = { 'user-agent': userAgent, 'accept-encoding': ACCEPTED_ENCODINGS }

  async function safeFetch(url: string, options: SafeFetchOptions = {}): Promise<SafeResponse> {
    const { method = 'GET', timeoutMs = DEFAULT_TIMEOUT_MS, maxBytes = DEFAULT_MAX_BYTES, body } = options
    const deadline = startDeadline(timeoutMs, options.signal)
    const call: Call = { agent, method, maxBytes, deadline, body }
    try {
      const start = { url: parseTarget(url), headers: { ...defaults, ...buildHeaders(options) } }
      return toSafeResponse(call, await follow(call, start, redirectsAllowed(method, options)))
    } catch (error) {
      deadline.end()
      if (body instanceof Readable) body.destroy()
      throw error
    }
  }

  return Object.assign(safeFetch, { close: () => agent.close() })
}

/** A repeated POST would act twice, and its body may be a stream that is used up. */
function redirectsAllowed(method: string, { maxRedirects = MAX_REDIRECTS }: SafeFetchOptions): number {
  return method === 'GET' || method === 'HEAD' ? Math.min(maxRedirects, MAX_REDIRECTS) : 0
}

/** Follows redirects by hand: each target is checked like the first one, and another origin gets no secrets. */
async function follow(call: Call, start: Hop, maxRedirects: number): Promise<Answer> {
  let hop = start
  for (let left = maxRedirects; ; left -= 1) {
    const answer = await sendOnce(call, hop)
    const target = maxRedirects === 0 ? null : redirectTarget(answer)
    if (target === null) return answer
    answer.response.body.destroy()
    if (left === 0) throw new OutboundError('refused', 'Too many redirects')
    const url = parseTarget(target, hop.url)
    hop = { url, headers: url.origin === hop.url.origin ? hop.headers : headersForRedirect(hop.headers) }
  }
}

function redirectTarget({ response: { statusCode, headers } }: Answer): string | null {
  return REDIRECTS.has(statusCode) && typeof headers.location === 'string' ? headers.location : null
}
