import { afterAll, beforeAll, expect, it } from 'vitest'
import { Companion } from './companion.ts'
import { givenLinked, idOf, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

beforeAll(async () => {
  setup = await givenLinked()
})
afterAll(() => setup.close())

const LUZ = { phone: '523300000333', name: 'Luz Arreola' }
const CEIBA = { phone: '573000000777', name: 'Librería Ceiba' }

it('tells who has WhatsApp, and by which number', async () => {
  const { fake, companion } = setup
  fake.control.addAccount({ phone: '5511900000001', name: 'Caio', aliases: ['551100000001'] })
  const known = await companion.socket.onWhatsApp('551100000001')
  expect(known).toEqual([{ jid: '5511900000001@s.whatsapp.net', exists: true }])
  // Baileys leaves out those who have none.
  expect(await companion.socket.onWhatsApp('15550000000')).toEqual([])
})

it('hides the phone of somebody who is known by LID only', async () => {
  const { fake, companion } = setup
  const hidden = fake.control.addAccount({ phone: '34600000009', name: 'Alba', hidesPhone: true })
  const { id } = await fake.control.customerWrites({ from: hidden.phone, to: NOGAL.phone, text: 'Hola' })
  const { key } = await companion.message(id)
  expect([key.remoteJid, key.remoteJidAlt]).toEqual([hidden.lidJid, undefined])
})

it('brings messages of groups and status posts', async () => {
  const { fake, companion } = setup
  const inGroup = await fake.control.groupWrites({ from: REGINA, to: NOGAL.phone, text: 'Hola a todos' })
  expect((await companion.message(inGroup.id)).key).toMatchObject({
    remoteJid: '120363000000000001@g.us',
    participant: fake.control.addAccount(REGINA).lidJid,
  })
  const post = await fake.control.statusPost({ from: REGINA, to: NOGAL.phone, text: 'De viaje' })
  expect((await companion.message(post.id)).key.remoteJid).toBe('status@broadcast')
})

it('brings calls: it rings, and nobody answers', async () => {
  const { fake, companion } = setup
  const statuses: string[] = []
  companion.socket.ev.on('call', (calls) => statuses.push(...calls.map(({ status }) => status)))
  fake.control.call({ from: REGINA, to: NOGAL.phone })
  await fake.control.settled()
  expect(statuses).toEqual(['offer', 'timeout'])
})

it('shows that a customer types or records', async () => {
  const { fake, companion } = setup
  const seen: (string | undefined)[] = []
  companion.socket.ev.on('presence.update', ({ presences }) =>
    seen.push(...Object.values(presences).map(({ lastKnownPresence }) => lastKnownPresence)),
  )
  for (const state of ['composing', 'recording', 'paused'] as const) {
    fake.control.typing({ from: REGINA, to: NOGAL.phone, state })
  }
  await expect.poll(() => seen).toEqual(['composing', 'recording', 'available'])
})

it('carries messages between two linked accounts, with receipts', async () => {
  const { fake, companion } = setup
  fake.control.addAccount(CEIBA)
  const ceiba = new Companion(fake.url)
  const qr = await ceiba.until(() => ceiba.qr)
  await fake.control.scan({ account: CEIBA.phone, qr })
  await ceiba.until(() => ceiba.histories[0])
  const { lidJid } = fake.control.addAccount(CEIBA)
  const sent = await companion.socket.sendMessage(lidJid, { text: 'De negocio a negocio' })
  const received = await ceiba.message(idOf(sent))
  expect(received.message?.extendedTextMessage?.text).toBe('De negocio a negocio')
  await ceiba.socket.readMessages([received.key])
  await companion.until(() => companion.statusOf(idOf(sent)) === 4, 'read')
  await ceiba.end()
})

it('uploads more prekeys when few are left', async () => {
  const { fake, companion } = setup
  fake.control.leavePreKeys({ account: NOGAL.phone, count: 5 })
  const { id } = await fake.control.customerWrites({ from: LUZ, to: NOGAL.phone, text: 'Hola' })
  await companion.message(id)
  await expect.poll(() => fake.control.accounts()[0]?.devices[0]?.preKeys).toBe(9)
})
