import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Agent, Dispatcher } from 'undici'
import type { Deadline } from './deadline.ts'
import { OutboundError } from './outbound-error.ts'
import { bodyChunks, type RequestBody } from './request-body.ts'
import { readResponseBody, tooLarge } from './response-body.ts'

export interface SafeResponse {
  status: number
  /** Names in lower case, the values of a repeated header joined. They describe the body as `stream` gives it. */
  headers: Record<string, string>
  /** The whole body, decoded. Throws an OutboundError. */
  body(): Promise<Buffer>
  /** The body, decoded; instead of `body()`. Fails with an OutboundError. */
  stream: Readable
}

/** What stays the same through the redirects of a call. */
export interface Call {
  agent: Agent
  method: string
  maxBytes: number
  deadline: Deadline
  body: RequestBody | undefined
}

export interface Hop {
  url: URL
  headers: Record<string, string>
}

export interface Answer {
  response: Dispatcher.ResponseData
  /** Words a failure from here on. */
  explain: (error: unknown) => OutboundError
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 304])

/** Sends one request and waits for the head of its answer. Throws an OutboundError. */
export async function sendOnce(call: Call, { url, headers }: Hop): Promise<Answer> {
  const progress = { isHandedOver: false }
  const explain = (error: unknown): OutboundError => explainFailure(error, call.deadline, progress)
  const chunks = bodyChunks(call.body, () => {
    progress.isHandedOver = true
  })
  try {
    const response = await call.deadline.race(
      call.agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: call.method,
        headers,
        // undici takes any async iterable and asks it for a chunk when the last one is written; its types know streams alone.
        body: chunks as unknown as Readable,
        signal: call.deadline.signal,
      }),
    )
    // A body that nobody reads must not end the process when its connection fails.
    response.body.on('error', () => undefined)
    return { response, explain }
  } catch (error) {
    throw explain(error)
  }
}

export function toSafeResponse(
  { method, maxBytes, deadline }: Call,
  { response, explain }: Answer,
): SafeResponse {
  const { statusCode: status, body: source } = response
  const headers = joinHeaders(response.headers)
  const hasBody = method !== 'HEAD' && !WITHOUT_BODY.has(status)
  if (hasBody && Number(headers['content-length'] ?? 0) > maxBytes) {
    source.destroy()
    throw tooLarge(maxBytes)
  }
  const { 'content-encoding': encoding = 'identity', 'content-length': _, ...ofDecoded } = headers
  const isEncoded = hasBody && encoding.toLowerCase() !== 'identity'
  const stream = readResponseBody({ source, encoding: isEncoded ? encoding : undefined, maxBytes, explain })
  stream.once('close', () => deadline.end())
  return { status, headers: isEncoded ? ofDecoded : headers, body: () => buffer(stream), stream }
}

function joinHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(', ') : value
  return joined
}

function explainFailure(
  error: unknown,
  deadline: Deadline,
  { isHandedOver }: { isHandedOver: boolean },
): OutboundError {
  if (error instanceof OutboundError) return error
  const options = { cause: error }
  if (isInvalidRequest(error))
    return new OutboundError('refused', 'The method or a header is not valid', options)
  if (!isHandedOver)
    return new OutboundError('before-sent', 'The call failed before the request was sent', options)
  if (deadline.hasPassed()) return new OutboundError('timeout', 'No whole answer came in time', options)
  return new OutboundError('after-sent', 'The connection failed after the request was sent', options)
}

function isInvalidRequest(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'UND_ERR_INVALID_ARG'
}
