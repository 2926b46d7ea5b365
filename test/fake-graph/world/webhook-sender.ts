import { createHmac } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { Clock } from './clock.ts'
import type { Pending } from './pending.ts'
import type { Settings } from './settings.ts'

export interface WebhookAttempt {
  at: number
  /** HTTP status of the receiver, absent when it gave none. */
  status?: number
  error?: string
}

/** One webhook and its fate. `dropped`: nobody was subscribed. `abandoned`: all attempts failed. */
export interface WebhookRecord {
  id: number
  url?: string
  body: string
  state: 'pending' | 'delivered' | 'abandoned' | 'dropped'
  attempts: WebhookAttempt[]
}

interface Parts {
  settings: Settings
  clock: Clock
  pending: Pending
}

const RECORD_LIMIT = 50_000

/**
 * Posts signed bodies until the receiver answers 200, with growing pauses. Posts run side by side: the
 * order of arrival is not guaranteed, as with Meta.
 */
export class WebhookSender {
  readonly records: WebhookRecord[] = []
  readonly #parts: Parts
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 64 }),
  }
  readonly #timers = new Set<NodeJS.Timeout>()
  #isClosed = false
  #nextId = 1

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Queues one body; `url` undefined means that nobody listens. */
  post(input: { url: string | undefined; body: string; secret: string }): WebhookRecord {
    const { url, body, secret } = input
    const state = url ? 'pending' : 'dropped'
    const record: WebhookRecord = { id: this.#nextId++, body, state, attempts: [], ...(url && { url }) }
    this.records.push(record)
    if (this.records.length > RECORD_LIMIT) this.records.splice(0, RECORD_LIMIT / 10)
    if (!url) return record
    this.#parts.pending.begin()
    void this.#attempt(record, { url, secret })
    return record
  }

  clear(): void {
    this.records.length = 0
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  async #attempt(record: WebhookRecord, target: { url: string; secret: string }): Promise<void> {
    const attempt = await this.#send(record.body, target)
    record.attempts.push(attempt)
    if (attempt.status === 200) return this.#finish(record, 'delivered')
    const { firstMs, factor, maxMs, maxAttempts } = this.#parts.settings.webhookRetry
    if (this.#isClosed || record.attempts.length >= maxAttempts) return this.#finish(record, 'abandoned')
    const pauseMs = Math.min(maxMs, firstMs * factor ** (record.attempts.length - 1))
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      void this.#attempt(record, target)
    }, pauseMs)
    this.#timers.add(timer)
  }

  #finish(record: WebhookRecord, state: WebhookRecord['state']): void {
    record.state = state
    this.#parts.pending.end()
  }

  #send(body: string, target: { url: string; secret: string }): Promise<WebhookAttempt> {
    const at = this.#parts.clock.now()
    const url = new URL(target.url)
    const isTls = url.protocol === 'https:'
    return new Promise((resolve) => {
      const request = (isTls ? https : http).request(url, {
        method: 'POST',
        agent: this.#agents[isTls ? 'https:' : 'http:'],
        timeout: this.#parts.settings.webhookRetry.timeoutMs,
        headers: signedHeaders(body, target.secret),
      })
      request.on('response', (response) => {
        response.resume()
        response.on('close', () => resolve({ at, status: response.statusCode ?? 0 }))
      })
      request.on('timeout', () => request.destroy(new Error('time-out')))
      request.on('error', (error) => resolve({ at, error: error.message }))
      request.end(body)
    })
  }
}

/** Headers of a webhook; the receiver must trust the SHA-256 one only. */
export function signedHeaders(body: string, secret: string): Record<string, string> {
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex')
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'facebookexternalua',
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  }
}

/**
 * The GET handshake that proves that a callback URL belongs to whoever registers it.
 * @returns why it failed, or nothing.
 */
export async function challengeCallback(url: string, verifyToken: string): Promise<string | undefined> {
  const challenge = String(Math.floor(1e9 + Math.random() * 9e9))
  const target = new URL(url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', challenge)
  target.searchParams.set('hub.verify_token', verifyToken)
  try {
    const answer = await fetch(target, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
    const text = await answer.text()
    if (answer.status !== 200)
      return `HTTP Status Code = ${answer.status}; HTTP Message = ${answer.statusText}`
    return text === challenge ? undefined : 'The URL did not answer with hub.challenge'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
