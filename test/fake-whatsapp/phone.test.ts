import { afterAll, beforeAll, expect, it } from 'vitest'
import { givenUnlinked, idOf, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

beforeAll(async () => {
  setup = await givenUnlinked()
})
afterAll(() => setup.close())

interface State {
  devices: { id: number }[]
  awaitsCode: boolean
  people: { id: string; unread: number }[]
  messages: { wamid: string; author: string; content: { text?: string; media?: { id: string } } }[]
}

async function state(account: string, peer = ''): Promise<State> {
  const query = new URLSearchParams({ account, peer })
  return (await (await fetch(`${setup.fake.phoneUrl}/api/state?${query}`)).json()) as State
}

const post = (path: string, body: unknown, headers = {}) =>
  fetch(setup.fake.phoneUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })

const reginas = { account: REGINA.phone, peer: NOGAL.phone }

it('links a device by the code that its owner types', async () => {
  const { companion } = setup
  await companion.until(() => companion.qr)
  const code = await companion.socket.requestPairingCode(NOGAL.phone)
  await expect.poll(async () => (await state(NOGAL.phone)).awaitsCode).toBe(true)
  const refused = await post('/api/link', { account: NOGAL.phone, qr: 'https://wa.me/#old' })
  expect([refused.status, await refused.json()]).toEqual([422, { error: 'unknownQr' }])
  expect((await post('/api/link', { account: NOGAL.phone, code })).status).toBe(200)
  await companion.until(() => companion.histories[0])
  expect((await state(NOGAL.phone)).devices).toMatchObject([{ id: 1 }])
})

it('writes and shows a chat from both sides', async () => {
  const { companion } = setup
  const sent = await post('/api/messages', { ...reginas, text: '¿Hay lugar?' })
  const { id } = (await sent.json()) as { id: string }
  const asked = await companion.message(id)
  const answer = await companion.socket.sendMessage(asked.key.remoteJid ?? '', { text: 'Claro' })
  await setup.fake.control.arrival({ id: idOf(answer) })
  const bubbles = async (account: string, peer: string) =>
    (await state(account, peer)).messages.map(({ author, content }) => [author, content.text])
  expect(await bubbles(REGINA.phone, NOGAL.phone)).toEqual([
    ['customer', '¿Hay lugar?'],
    ['business', 'Claro'],
  ])
  expect(await bubbles(NOGAL.phone, REGINA.phone)).toEqual([
    ['business', '¿Hay lugar?'],
    ['customer', 'Claro'],
  ])
})

it('reads what is on screen', async () => {
  const { companion, fake } = setup
  expect((await state(REGINA.phone)).people).toMatchObject([{ id: NOGAL.phone, unread: 1 }])
  const [, answer] = fake.control.thread({ account: NOGAL.phone, customer: REGINA.phone })
  const screen = new AbortController()
  await fetch(`${fake.phoneUrl}/api/events?${new URLSearchParams(reginas)}`, { signal: screen.signal })
  await companion.until(() => companion.statusOf(answer?.id) === 4, 'read')
  screen.abort()
  expect((await state(REGINA.phone)).people).toMatchObject([{ unread: 0 }])
})

it('sends a photo as raw bytes, and shows it', async () => {
  const { companion, fake } = setup
  const bytes = Buffer.from('not really a picture')
  const query = new URLSearchParams({ ...reginas, kind: 'photo', name: 'mesa.png' })
  const upload = { method: 'POST', headers: { 'content-type': 'image/png' }, body: bytes }
  const { id } = (await (await fetch(`${fake.phoneUrl}/api/media?${query}`, upload)).json()) as { id: string }
  expect((await companion.message(id)).message?.imageMessage?.mimetype).toBe('image/png')
  const shown = (await state(REGINA.phone, NOGAL.phone)).messages.at(-1)?.content.media
  const file = await fetch(`${fake.phoneUrl}/media/${shown?.id}`)
  expect(file.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes)
})

it('serves its page, adds phones, and takes nothing from other origins', async () => {
  const page = await (await fetch(setup.fake.phoneUrl)).text()
  const assets = [...page.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
  for (const path of assets) expect((await fetch(setup.fake.phoneUrl + path)).status, path).toBe(200)
  expect((await post('/api/accounts', { name: 'Luz', phone: '12' })).status).toBe(422)
  expect((await post('/api/accounts', { name: 'Luz', phone: '+52 33 0000 0333' })).status).toBe(200)
  const foreign = { origin: 'http://elsewhere.test' }
  expect((await post('/api/messages', { ...reginas, text: 'x' }, foreign)).status).toBe(403)
})

it('unlinks a device', async () => {
  const { companion } = setup
  await post('/api/unlink', { account: NOGAL.phone, device: 1 })
  await companion.until(() => companion.closes.at(-1) === 401)
  expect((await state(NOGAL.phone)).devices).toEqual([])
})
