import { createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Logger } from 'pino'
import type { SafeFetch } from '../../platform/net/index.ts'
import type { ChannelError } from '../contract/index.ts'
import { readAnswer } from './graph-answer.ts'
import { failureOf } from './graph-error.ts'
import { numberOf, type JsonObject } from './json.ts'
import type { MultipartBody } from './multipart.ts'

export interface GraphOptions {
  /** Scheme and host, for instance `https://graph.facebook.com`. */
  graphUrl: string
  /** For instance `v26.0`. */
  graphVersion: string
  fetch: SafeFetch
  log: Logger
  timeoutMs?: number
}

export interface GraphCredentials {
  accessToken: string
  /** Proves that the token is used by its own app; demanded where "Require App Secret" is on. */
  appSecret?: string
}

export interface GraphCall {
  method: 'GET' | 'POST'
  /** Parts between the slashes, unescaped. */
  path: readonly string[]
  query?: Readonly<Record<string, string>>
  json?: JsonObject
  form?: MultipartBody
  /** True where a second call would not double anything, so that no outcome is unknown. */
  isRepeatable: boolean
}

export interface Download {
  status: number
  contentType: string | null
  contentLength: number | null
  body: Readable
}

const DEFAULT_TIMEOUT_MS = 15_000
/** Bytes of an answer; lists of templates are the longest. */
const ANSWER_MAX_BYTES = 4 * 1024 * 1024
/** A file of 100 MB at 1 MB/s, and some patience. */
const TRANSFER_TIMEOUT_MS = 120_000

/** Calls to Meta's Graph API, which WhatsApp Cloud, Messenger and Instagram share. */
export class GraphClient {
  /** The origin that calls go to. */
  readonly origin: string
  readonly #base: string
  readonly #fetch: SafeFetch
  readonly #log: Logger
  readonly #timeoutMs: number

  constructor({ graphUrl, graphVersion, fetch, log, timeoutMs = DEFAULT_TIMEOUT_MS }: GraphOptions) {
    this.#base = `${graphUrl.replace(/\/+$/, '')}/${graphVersion}`
    this.origin = new URL(this.#base).origin
    this.#fetch = fetch
    this.#log = log
    this.#timeoutMs = timeoutMs
  }

  /** @throws ChannelError, a GraphRefusal where Graph gave a reason */
  async call(credentials: GraphCredentials, request: GraphCall): Promise<JsonObject> {
    try {
      const answer = await this.#fetch(urlOf(this.#base, credentials, request), {
        method: request.method,
        // The token stays out of the URL, which ends in logs.
        headers: { authorization: `Bearer ${credentials.accessToken}`, ...contentHeaders(request) },
        ...bodyOf(request),
        timeoutMs: request.form ? this.#transferTimeoutMs : this.#timeoutMs,
        maxBytes: ANSWER_MAX_BYTES,
        maxRedirects: 0,
      })
      return readAnswer({ status: answer.status, headers: answer.headers, body: await answer.body() })
    } catch (error) {
      const failure = failureOf(error, request.isRepeatable)
      logFailure(this.#log, request, failure)
      throw failure
    }
  }

  /** Opens a file. The caller has checked where the URL leads. @throws ChannelError */
  async download(url: URL, options: { accessToken: string | null; maxBytes: number }): Promise<Download> {
    try {
      const answer = await this.#fetch(url.href, {
        method: 'GET',
        headers: options.accessToken === null ? {} : { authorization: `Bearer ${options.accessToken}` },
        timeoutMs: this.#transferTimeoutMs,
        maxBytes: options.maxBytes,
        // A redirect could lead the token to a host that was not checked.
        maxRedirects: 0,
      })
      return {
        status: answer.status,
        contentType: answer.headers['content-type'] ?? null,
        contentLength: numberOf(answer.headers['content-length']) ?? null,
        body: answer.stream,
      }
    } catch (error) {
      throw failureOf(error, true)
    }
  }

  get #transferTimeoutMs(): number {
    return Math.max(this.#timeoutMs, TRANSFER_TIMEOUT_MS)
  }
}

function urlOf(base: string, credentials: GraphCredentials, { path, query }: GraphCall): string {
  const url = new URL([base, ...path.map(encodeURIComponent)].join('/'))
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  if (credentials.appSecret !== undefined)
    url.searchParams.set('appsecret_proof', proofOf(credentials.accessToken, credentials.appSecret))
  return url.href
}

/** Hex HMAC-SHA256 of the token under the app's secret. */
function proofOf(accessToken: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(accessToken).digest('hex')
}

function bodyOf({ json, form }: GraphCall): { body?: string | Readable } {
  if (form) return { body: form.content }
  return json ? { body: JSON.stringify(json) } : {}
}

function contentHeaders({ json, form }: GraphCall): Record<string, string> {
  if (form) return { 'content-type': form.contentType, 'content-length': String(form.contentLength) }
  return json ? { 'content-type': 'application/json' } : {}
}

function logFailure(log: Logger, { method, path }: GraphCall, failure: ChannelError): void {
  const { reason, outcome, error, retryAfterMs } = failure
  log.warn({
    evt: 'graph.failed',
    method,
    path: path.join('/'),
    reason,
    outcome,
    code: error.code,
    retryAfterMs,
    err: failure.cause,
  })
}
