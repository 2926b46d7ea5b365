import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { givenLinked, idOf, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

beforeAll(async () => {
  setup = await givenLinked()
})
beforeEach(async () => {
  setup.fake.control.clearFaults()
  // Baileys drops a second copy of a session's first message in silence, so each test starts with an
  // established session: the device has spoken last.
  await customerWrites('¿Hola?')
  const greeting = await setup.companion.socket.sendMessage(chatJid(), { text: 'Bienvenida' })
  await setup.fake.control.arrival({ id: idOf(greeting) })
  await setup.fake.control.settled()
})
afterAll(() => setup.close())

const fromRegina = { from: REGINA, to: NOGAL.phone }

describe('what reaches the device', () => {
  it('comes twice: the copy cannot be decrypted, is asked for again, and fills', async () => {
    const { fake, companion } = setup
    fake.control.fault({ kind: 'duplicate', match: { account: NOGAL.phone, tag: 'message' } })
    const id = await customerWrites('doble')
    await companion.until(() => copiesOf(id).length === 3, 'the message, a stub and the message again')
    expect(copiesOf(id)).toEqual(['doble', 'stub 2', 'doble'])
  })

  it('comes out of order', async () => {
    const { fake, companion } = setup
    fake.control.fault({ kind: 'reorder', match: { account: NOGAL.phone, tag: 'message' } })
    const ids = [await customerWrites('uno'), await customerWrites('dos')]
    await companion.message(ids[0] as string)
    const order = companion.messages().flatMap(({ key }) => (ids.includes(String(key.id)) ? [key.id] : []))
    expect(order).toEqual(ids.toReversed())
  })

  it('comes corrupt: a stub first, then the message', async () => {
    const { fake, companion } = setup
    fake.control.fault({ kind: 'corrupt', match: { account: NOGAL.phone, tag: 'message' } })
    const id = await customerWrites('dañado')
    await companion.message(id)
    expect(copiesOf(id)).toEqual(['stub 2', 'dañado'])
    await fake.control.settled()
    expect(fake.control.accounts()[0]?.devices[0]?.unconfirmed).toBe(0)
  })

  it('comes though the device lost its session: the phone starts a new one', async () => {
    const { companion } = setup
    const [lid] = chatJid().split('@')
    await companion.auth.keys.set({ session: { [`${lid}_1.0`]: null } })
    const id = await customerWrites('de nuevo')
    await companion.message(id)
    expect(copiesOf(id)).toEqual(['stub 2', 'de nuevo'])
  })

  it('comes late', async () => {
    const { fake, companion } = setup
    fake.control.fault({ kind: 'delay', delayMs: 30, match: { tag: 'message' } })
    const id = await customerWrites('tarde')
    await companion.message(id)
    expect(copiesOf(id)).toEqual(['tarde'])
  })

  it('waits while the device is away and comes as append, in order', async () => {
    const { fake, companion } = setup
    await companion.disconnect()
    const ids = [await customerWrites('a'), await customerWrites('b')]
    expect(fake.control.accounts()[0]?.devices[0]?.unconfirmed).toBe(2)
    companion.reconnect()
    for (const id of ids) await companion.message(id)
    const upserts = companion.upserts.filter(({ messages }) => ids.includes(String(messages[0]?.key.id)))
    expect(upserts.every(({ type }) => type === 'append')).toBe(true)
    expect(upserts.flatMap(({ messages }) => messages.map(({ key }) => key.id))).toEqual(ids)
  })

  it('comes again when the socket broke before the receipt', async () => {
    const { fake, companion } = setup
    fake.control.fault({ kind: 'drop', match: { account: NOGAL.phone, tag: 'receipt', direction: 'in' } })
    const id = await customerWrites('sin acuse')
    await companion.until(() => companion.closes.at(-1) === 428)
    companion.reconnect()
    await companion.until(() => copiesOf(id).length === 3)
    expect(copiesOf(id)).toEqual(['sin acuse', 'stub 2', 'sin acuse'])
  })
})

describe("what reaches the customer's phone", () => {
  it('waits while the phone is offline, and so do its receipts', async () => {
    const { fake, companion } = setup
    fake.control.offline({ phone: REGINA.phone })
    const sent = await companion.socket.sendMessage(chatJid(), { text: '¿Está?' })
    await companion.until(() => companion.acks.includes(idOf(sent)), 'the ack')
    expect(fake.control.sent({ id: idOf(sent) }).messages).toEqual([])
    fake.control.online({ phone: REGINA.phone })
    await fake.control.arrival({ id: idOf(sent) })
    await companion.until(() => companion.statusOf(idOf(sent)) === 3, 'delivered')
  })

  it('is asked for again when the phone cannot decrypt it', async () => {
    const { fake, companion } = setup
    fake.control.fault({ kind: 'ask-retry', match: { account: NOGAL.phone } })
    const sent = await companion.socket.sendMessage(chatJid(), { text: 'Otra vez' })
    expect(await fake.control.arrival({ id: idOf(sent) })).toMatchObject({ text: 'Otra vez', arrivals: 1 })
    expect(companion.retriesAsked).toContain(idOf(sent))
  })

  it('is counted when the device sends the same id twice', async () => {
    const { fake, companion } = setup
    const options = { messageId: '3EB0DUPLICATE00001' }
    await companion.socket.sendMessage(chatJid(), { text: 'Uno' }, options)
    await companion.socket.sendMessage(chatJid(), { text: 'Uno' }, options)
    await fake.control.arrival({ id: options.messageId, times: 2 })
    expect(fake.control.sent().countById[options.messageId]).toBe(2)
  })
})

async function customerWrites(text: string): Promise<string> {
  return (await setup.fake.control.customerWrites({ ...fromRegina, text })).id
}

function copiesOf(id: string): string[] {
  return setup.companion
    .messages()
    .filter(({ key }) => key.id === id)
    .map(({ message, messageStubType }) => message?.conversation ?? `stub ${messageStubType}`)
}

function chatJid(): string {
  return setup.fake.control.addAccount(REGINA).lidJid
}
