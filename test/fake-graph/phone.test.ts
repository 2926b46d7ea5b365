import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { NOGAL_NUMBER } from './demo-data.ts'
import { givenFake, REGINA, type Setup } from './given.ts'
import { messageEntry } from './receiver.ts'

const number = NOGAL_NUMBER.phoneNumberId
const folder = mkdtempSync(join(tmpdir(), 'fake-graph-'))
let setup: Setup

beforeEach(async () => {
  setup = await givenFake({ stateFile: join(folder, 'state.json') })
})
afterEach(async () => {
  await setup.close()
  rmSync(folder, { recursive: true, force: true })
})

interface State {
  customers: { id: string; unread: number }[]
  messages: { wamid: string; author: string; content: { text?: string; media?: { id: string } } }[]
}

async function state(customer = REGINA.waId): Promise<State> {
  return (await (
    await fetch(`${setup.fake.phoneUrl}/api/state?number=${number}&customer=${customer}`)
  ).json()) as State
}

const post = (path: string, body: unknown, headers = {}) =>
  fetch(setup.fake.phoneUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })

it('sends what the customer types, and shows what the business answers, but not what never got there', async () => {
  await setup.send({ text: { body: 'Too early: the window is closed' } })
  await setup.fake.control.settled()
  await post('/api/messages', { number, customer: REGINA.waId, text: '¿La hacen de 2.20?' })
  const { body } = await setup.send()
  await setup.fake.control.settled()
  expect((await state()).messages).toMatchObject([
    { author: 'customer', content: { text: '¿La hacen de 2.20?' } },
    {
      author: 'business',
      content: { text: '¡Hola, Regina!' },
      wamid: (body['messages'] as { id: string }[])[0]?.id,
    },
  ])
  expect((await state()).customers).toContainEqual(expect.objectContaining({ id: REGINA.waId, unread: 1 }))
})

it('reports read when somebody has the thread on screen, now or later', async () => {
  setup.fake.control.openWindow({ phoneNumberId: number, from: REGINA })
  await setup.send()
  await setup.fake.control.settled()
  expect(setup.statuses()).toEqual(['sent', 'delivered'])
  const screen = new AbortController()
  await fetch(`${setup.fake.phoneUrl}/api/events?number=${number}&customer=${REGINA.waId}`, {
    signal: screen.signal,
  })
  await setup.fake.control.settled()
  expect(setup.statuses()).toEqual(['sent', 'delivered', 'read'])
  await setup.send()
  await setup.fake.control.settled()
  expect(setup.statuses().slice(3)).toEqual(['sent', 'delivered', 'read'])
  screen.abort()
})

it('sends files as raw bytes and plays them back', async () => {
  const query = new URLSearchParams({ number, customer: REGINA.waId, kind: 'voice', name: 'nota.ogg' })
  const headers = { 'content-type': 'audio/ogg' }
  await fetch(`${setup.fake.phoneUrl}/api/media?${query}`, { method: 'POST', headers, body: 'OggS' })
  await setup.fake.control.settled()
  expect(messageEntry(setup.receiver.received[0]?.body ?? {})).toMatchObject({
    type: 'audio',
    audio: { voice: true, mime_type: 'audio/ogg; codecs=opus' },
  })
  const media = (await state()).messages[0]?.content.media?.id
  expect(await (await fetch(`${setup.fake.phoneUrl}/media/${media}`)).text()).toBe('OggS')
})

it('adds people, and says which field is wrong', async () => {
  expect(await (await post('/api/customers', { name: 'Ximena', phone: '33' })).json()).toEqual({
    error: 'phone',
  })
  const { id } = (await (
    await post('/api/customers', { name: 'Ximena', phone: '+52 1 33 0000 0190' })
  ).json()) as { id: string }
  expect(id).toBe('523300000190')
  expect((await state()).customers.at(-1)).toMatchObject({ name: 'Ximena', address: '+52 33 0000 0190' })
})

it('takes nothing from another origin', async () => {
  const foreign = await post(
    '/api/messages',
    { number, customer: REGINA.waId, text: 'x' },
    { origin: 'http://evil.example' },
  )
  expect(foreign.status).toBe(403)
})

it('keeps threads, media and what is still unread over a restart', async () => {
  setup.fake.control.customerWrites({
    phoneNumberId: number,
    from: REGINA,
    image: { bytes: Buffer.from('png'), mimeType: 'image/png' },
  })
  await setup.send()
  await setup.fake.control.settled()
  await setup.close()
  setup = await givenFake({ stateFile: join(folder, 'state.json') })
  const { messages } = await state()
  expect(messages).toHaveLength(2)
  expect(await (await fetch(`${setup.fake.phoneUrl}/media/${messages[0]?.content.media?.id}`)).text()).toBe(
    'png',
  )
  setup.fake.control.customerReads({ phoneNumberId: number, from: REGINA })
  await setup.fake.control.settled()
  expect(setup.statuses()).toEqual(['read'])
})
