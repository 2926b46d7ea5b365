import { GraphRefusal, unknownOutcome, unreachable } from './graph-error.ts'
import { readMetaError } from './errors.ts'
import { asObject, numberOf, objectsOf, type JsonObject } from './json.ts'

export interface GraphAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/**
 * The JSON of a successful answer. Errors are told by their JSON, whatever the status; without JSON
 * (an HTML page of some proxy) only a 3xx or 4xx says for sure that the call was not carried out.
 * @throws ChannelError
 */
export function readAnswer({ status, headers, body }: GraphAnswer): JsonObject {
  const json = asObject(parse(body))
  const error = readMetaError(json?.['error'])
  if (error) throw new GraphRefusal(error, { status, retryAfterMs: regainMs(headers) })
  if (status >= 200 && status < 300 && json) return json
  const cause = new Error(`HTTP ${String(status)} without an answer in JSON`)
  throw status >= 300 && status < 500 ? unreachable(cause) : unknownOutcome(cause)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/**
 * How long Meta asks to wait, in milliseconds. `X-Business-Use-Case-Usage` holds, by account, lists of
 * limits, each with `estimated_time_to_regain_access` in minutes.
 */
function regainMs(headers: Readonly<Record<string, string>>): number | undefined {
  const header = headers['x-business-use-case-usage']
  if (typeof header !== 'string') return undefined
  const limits = Object.values(asObject(parse(Buffer.from(header))) ?? {}).flatMap(objectsOf)
  const minutes = limits.map((limit) => numberOf(limit['estimated_time_to_regain_access']) ?? 0)
  const longest = Math.max(0, ...minutes)
  return longest > 0 ? longest * 60_000 : undefined
}
