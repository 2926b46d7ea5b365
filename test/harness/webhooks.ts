import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { TestApp } from './app.ts'

/** Numbers of the fixtures; every test puts its own in their place. */
export const FIXTURE_A = { phoneNumberId: '106540352242922', wabaId: '102290129340398' }
export const FIXTURE_M = { phoneNumberId: '209871234567890', wabaId: '220011334455667' }

interface Endpoint {
  phoneNumberId: string
  wabaId: string
}

/** A recorded webhook body, addressed to other endpoints. */
export function fixture(name: string, replace: [Endpoint, Endpoint][] = []): string {
  let text = readFileSync(`test/fixtures/meta/${name}.json`, 'utf8')
  for (const [from, to] of replace)
    text = text.replaceAll(from.phoneNumberId, to.phoneNumberId).replaceAll(from.wabaId, to.wabaId)
  return text
}

export function sign(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Posts a body as Meta does; other headers and paths play those who are not Meta. */
export async function postWebhook(
  app: TestApp,
  body: string | Uint8Array<ArrayBuffer>,
  init: { path?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${app.url}${init.path ?? '/webhooks/meta'}`, {
    method: 'POST',
    headers: init.headers ?? {
      'content-type': 'application/json',
      'x-hub-signature-256': sign(body, app.fake.appSecret),
    },
    body,
  })
  return { status: response.status, text: await response.text() }
}
