import { NOGAL_NUMBER } from './demo-data.ts'
import { startFakeGraph, type FakeGraph, type FakeGraphOptions } from './fake-graph.ts'
import { startReceiver, statusEntries, type Receiver } from './receiver.ts'
import type { JsonObject } from './types.ts'

/** Someone who writes in the tests of the fake. */
export const REGINA = { waId: '523300000112', name: 'Regina Solórzano' }

export interface GraphReply {
  status: number
  body: JsonObject & {
    error?: { code: number; error_subcode?: number; message: string; error_data?: { details: string } }
  }
}

export interface Setup {
  fake: FakeGraph
  receiver: Receiver
  /** A call with the first number's token; `path` starts after the version. */
  graph: (method: string, path: string, options?: { body?: unknown; token?: string }) => Promise<GraphReply>
  /** Sends a text (or `message`) from the first number to Regina. */
  send: (message?: JsonObject) => Promise<GraphReply>
  /** Names of the statuses announced so far. In the order of posting: arrival is not ordered. */
  statuses: () => string[]
  close: () => Promise<void>
}

/** A fake with quick statuses and retries, and a receiver that plays the CRM. */
export async function givenFake(options: FakeGraphOptions = {}): Promise<Setup> {
  const receiver = await startReceiver()
  const fake = await startFakeGraph({ webhookUrl: receiver.url, ...options })
  fake.control.configure({
    statusDelaysMs: { sent: 2, delivered: 4, read: 4 },
    webhookRetry: { firstMs: 5, factor: 1.5 },
    ...options.settings,
  })
  const graph: Setup['graph'] = async (method, path, { body, token = NOGAL_NUMBER.accessToken } = {}) => {
    const response = await fetch(`${fake.url}/v26.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as GraphReply['body'] }
  }
  return {
    fake,
    receiver,
    graph,
    send: (message = {}) =>
      graph('POST', `${NOGAL_NUMBER.phoneNumberId}/messages`, { body: { ...textToRegina(), ...message } }),
    statuses: () =>
      fake.control
        .webhooks()
        .flatMap(({ body }) => statusEntries(JSON.parse(body) as JsonObject).map(({ status }) => status)),
    close: async () => {
      await fake.close()
      await receiver.close()
    },
  }
}

export function textToRegina(): JsonObject {
  return {
    messaging_product: 'whatsapp',
    to: '+523300000112',
    type: 'text',
    text: { body: '¡Hola, Regina!' },
  }
}
