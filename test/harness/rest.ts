import { createApiKey } from '../../src/server/modules/accounts/index.ts'
import { ROUTES } from '../../src/server/api/rest/routes/index.ts'
import { ErrorAnswer } from '../../src/server/api/rest/schemas/common.ts'
import type { ErrorBody } from '../../src/shared/errors.ts'
import type { TestApp } from './app.ts'
import { givenLightChannel, type LightChannel } from './light.ts'

export interface RestAnswer<T = Record<string, unknown>> {
  status: number
  headers: Headers
  body: T
  /** Of a refusal. */
  error: ErrorBody | undefined
}

export interface RestInit {
  /** A string or bytes go as they are, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
}

/** A program with an API key. Holds every answer against the schema of its route. */
export interface RestClient {
  call<T = Record<string, unknown>>(method: string, path: string, init?: RestInit): Promise<RestAnswer<T>>
  get<T = Record<string, unknown>>(path: string): Promise<RestAnswer<T>>
  post<T = Record<string, unknown>>(path: string, body: unknown, key?: string): Promise<RestAnswer<T>>
  patch<T = Record<string, unknown>>(path: string, body: unknown): Promise<RestAnswer<T>>
}

export function openRest(url: string, key: string): RestClient {
  const call: RestClient['call'] = async (method, path, { body, headers } = {}) => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
    })
    const answer: unknown = method === 'HEAD' ? {} : await response.json()
    if (method !== 'HEAD') expectDescribed(`${method} ${path}`, response, answer)
    return {
      status: response.status,
      headers: response.headers,
      body: answer as never,
      error: (answer as { error?: ErrorBody }).error,
    }
  }
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, body, idempotencyKey) =>
      call('POST', path, { body, ...(idempotencyKey && { headers: { 'idempotency-key': idempotencyKey } }) }),
    patch: (path, body) => call('PATCH', path, { body }),
  }
}

/** Fails where an answer is not what the document says: a field too many is a leak, one too few a lie. */
function expectDescribed(call: string, response: Response, answer: unknown): void {
  const route = ROUTES.find(({ method, path }) => {
    const pattern = new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/?]+')}(?:\\?|$)`)
    return pattern.test(call)
  })
  const schema = response.ok ? route?.response : ErrorAnswer
  const result = schema?.safeParse(answer)
  if (!result?.success)
    throw new Error(`${call} → ${response.status}: ${result?.error.message ?? 'no such route'}`)
  if (response.ok && response.status !== route?.status)
    throw new Error(`${call} → ${response.status}, described as ${route?.status}`)
}

export interface GivenRest extends LightChannel {
  rest: RestClient
  key: string
  /** A customer writes; resolves when the conversation is there. */
  customerWrites(
    text: string,
    customer?: { waId: string; name?: string },
  ): Promise<{ id: string; contactId: string }>
}

export const REGINA = { waId: '523300000112', name: 'Regina Solórzano' }

/** A workspace with one WhatsApp number and an API key. */
export async function givenRest(app: TestApp): Promise<GivenRest> {
  const channel = await givenLightChannel(app)
  const { key } = await createApiKey(channel.db, { name: 'Tests' })
  const rest = openRest(`${app.url}/api/v1`, key)
  return {
    ...channel,
    rest,
    key,
    customerWrites: async (text, customer = REGINA) => {
      const from = { name: REGINA.name, ...customer }
      app.fake.control.customerWrites({ phoneNumberId: channel.phoneNumberId, from, text })
      await app.fake.control.settled()
      const found = await rest.get<{ data: { id: string }[] }>(`/contacts?query=%2B${from.waId}`)
      const contactId = found.body.data[0]?.id
      const list = await rest.get<{ data: { id: string; contactId: string }[] }>(
        `/conversations?contactId=${contactId}`,
      )
      const [conversation] = list.body.data
      if (!conversation) throw new Error('the message did not arrive')
      return conversation
    },
  }
}
