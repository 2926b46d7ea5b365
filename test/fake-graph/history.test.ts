import { afterAll, beforeAll, expect, it } from 'vitest'
import { NOGAL_NUMBER } from './demo-data.ts'
import { startFakeGraph, type FakeGraph } from './fake-graph.ts'

const { phoneNumberId, accessToken } = NOGAL_NUMBER
const from = { waId: '523300000112', name: 'Regina' }

let fake: FakeGraph
beforeAll(async () => {
  fake = await startFakeGraph()
})
afterAll(() => fake.close())

function post(body: object): Promise<Response> {
  return fetch(`${fake.url}/v26.0/${phoneNumberId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', ...body }),
  })
}

it('takes up a thread from before: once, in order, without telling anybody', async () => {
  const now = Date.now()
  const messages = [
    { wamid: 'wamid.two', author: 'business' as const, at: now - 60_000, text: 'Sí, claro' },
    { wamid: 'wamid.one', author: 'customer' as const, at: now - 120_000, text: '¿La hacen de 2.20?' },
  ]
  fake.control.remember({ phoneNumberId, from, messages })
  fake.control.remember({ phoneNumberId, from, messages })

  expect(fake.control.thread({ phoneNumberId, from }).messages.map(({ wamid }) => wamid)).toEqual([
    'wamid.one',
    'wamid.two',
  ])
  expect(fake.control.webhooks()).toEqual([])
})

it('lets the business go on in it: the window is open, the message can be marked as read', async () => {
  expect((await post({ status: 'read', message_id: 'wamid.one' })).status).toBe(200)
  const answer = {
    to: '+52 33 0000 0112',
    type: 'text',
    text: { body: 'Hola' },
    context: { message_id: 'wamid.one' },
  }
  expect((await post(answer)).status).toBe(200)
  await fake.control.settled()
  expect(fake.control.thread({ phoneNumberId, from }).messages.at(-1)).toMatchObject({
    status: 'delivered',
    quotedWamid: 'wamid.one',
  })
})
