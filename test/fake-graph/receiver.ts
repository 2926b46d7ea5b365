import { createHmac } from 'node:crypto'
import { listenOnLoopback, readBody } from './http-io.ts'
import type { JsonObject } from './types.ts'

export interface ReceivedWebhook {
  raw: Buffer
  headers: NodeJS.Dict<string | string[]>
  body: JsonObject
}

export interface Receiver {
  url: string
  received: ReceivedWebhook[]
  /** Status of the next answers, one each; then 200. */
  answers: number[]
  verifyToken: string
  close: () => Promise<void>
}

/** A webhook endpoint that remembers what it got: the CRM's place in tests of the fake itself. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedWebhook[] = []
  const answers: number[] = []
  const verifyToken = 'let-me-in'
  const server = await listenOnLoopback(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver')
    if (request.method === 'GET') {
      const isRight = url.searchParams.get('hub.verify_token') === verifyToken
      response.writeHead(isRight ? 200 : 403).end(isRight ? url.searchParams.get('hub.challenge') : '')
      return
    }
    const raw = await readBody(request)
    received.push({ raw, headers: request.headers, body: JSON.parse(raw.toString()) as JsonObject })
    response.writeHead(answers.shift() ?? 200).end()
  })
  return {
    url: `${server.url}/webhooks/meta`,
    received,
    answers,
    verifyToken,
    close: server.close,
  }
}

export interface StatusEntry {
  id: string
  status: string
  timestamp: string
  recipient_id?: string
  recipient_user_id?: string
  biz_opaque_callback_data?: string
  errors?: { code: number }[]
}

export function statusEntries(body: JsonObject): StatusEntry[] {
  return (valueOf(body)['statuses'] ?? []) as StatusEntry[]
}

export function messageEntry(body: JsonObject): JsonObject {
  return ((valueOf(body)['messages'] ?? []) as JsonObject[])[0] ?? {}
}

/** `value` of the first change. */
export function valueOf(body: JsonObject): JsonObject {
  const [entry] = body['entry'] as { changes: { value: JsonObject }[] }[]
  return entry?.changes[0]?.value ?? {}
}

export function signatureOf(raw: Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`
}
