import { afterEach, describe, expect, it } from 'vitest'
import { Companion } from './companion.ts'
import { givenLinked, givenUnlinked, idOf, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

afterEach(() => setup.close())

describe('connections', () => {
  it('drops (428) and works again', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control.fault({ kind: 'drop', match: { account: NOGAL.phone } })
    await companion.until(() => companion.closes.at(-1) === 428)
    companion.reconnect()
    await companion.opened()
    expect(fake.control.connections()).toMatchObject({
      open: [{ account: NOGAL.phone, device: 1 }],
      maximumPerDevice: { [`${NOGAL.phone}:1`]: 1 },
    })
  })

  it('stalls: the client notices by itself (408)', async () => {
    setup = await givenLinked({ keepAliveIntervalMs: 100 })
    const { fake, companion } = setup
    fake.control.fault({ kind: 'stall', match: { account: NOGAL.phone } })
    await companion.until(() => companion.closes.length === 2, 'the end of a stalled connection')
    expect(companion.closes).toEqual([515, 408])
  })

  it('is replaced when the same device logs in elsewhere (440)', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    const twin = new Companion(fake.url, { auth: companion.auth })
    await companion.until(() => companion.closes.at(-1) === 440)
    await twin.opened()
    expect(fake.control.connections().maximumPerDevice).toEqual({ [`${NOGAL.phone}:1`]: 2 })
    await twin.end()
  })

  it.each([
    { what: 'a conflict', does: 'conflict', code: 440 },
    { what: 'a ban', does: 'ban', code: 403 },
  ] as const)('hears of $what ($code)', async ({ does, code }) => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control[does]({ account: NOGAL.phone })
    await companion.until(() => companion.closes.at(-1) === code)
    companion.reconnect()
    if (does === 'ban') await companion.until(() => companion.closes.length === 3)
    else await companion.opened()
    expect(companion.closes).toEqual(does === 'ban' ? [515, 403, 403] : [515, 440])
  })

  it('hears of any stream error, and of a login failure', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control.fault({ kind: 'stream-error', code: 503, match: { account: NOGAL.phone } })
    await companion.until(() => companion.closes.at(-1) === 503)
    fake.control.fault({ kind: 'login-failure', code: 405 })
    companion.reconnect()
    await companion.until(() => companion.closes.length === 3)
    expect(companion.closes).toEqual([515, 503, 405])
  })

  it('is refused', async () => {
    setup = await givenUnlinked()
    const { fake, companion } = setup
    await companion.until(() => companion.qr)
    fake.control.fault({ kind: 'refuse' })
    const refused = new Companion(fake.url)
    await refused.until(() => refused.closes.length === 1)
    expect(refused.closes).toEqual([408])
  })

  it('hangs for ever when the upgrade is answered by an HTTP status', async () => {
    setup = await givenUnlinked()
    const { fake, companion } = setup
    await companion.until(() => companion.qr)
    fake.control.fault({ kind: 'upgrade-status', status: 503 })
    const hanging = new Companion(fake.url)
    await new Promise<void>((resolve) => hanging.socket.ws.on('unexpected-response', resolve))
    expect([hanging.connection, hanging.closes]).toEqual(['connecting', []])
    await hanging.end()
  })
})

describe('sending', () => {
  it('hears no ack, though the message arrives', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control.fault({ kind: 'withhold-acks', match: { account: NOGAL.phone } })
    const first = await companion.socket.sendMessage(chatJid(), { text: 'Sin acuse' })
    await fake.control.arrival({ id: idOf(first) })
    const second = await companion.socket.sendMessage(chatJid(), { text: 'Con acuse' })
    await companion.until(() => companion.acks.includes(idOf(second)), 'the second ack')
    expect(companion.acks).toEqual([idOf(second)])
  })

  it('loses the socket after the message was taken', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control.fault({ kind: 'accept-then-drop' })
    const sent = await companion.socket.sendMessage(chatJid(), { text: '¿Llegó?' })
    await companion.until(() => companion.closes.at(-1) === 428)
    await fake.control.arrival({ id: idOf(sent) })
    expect(companion.acks).toEqual([])
  })

  it('is refused with 463, for chats addressed by phone number only', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control.fault({ kind: 'ack-error-463', match: { addressing: 'pn' }, count: 'always' })
    const { lidJid, pnJid } = fake.control.addAccount(REGINA)
    const refused = await companion.socket.sendMessage(pnJid, { text: 'Por número' })
    await companion.until(() => companion.refusals[idOf(refused)] === '463')
    const taken = await companion.socket.sendMessage(lidJid, { text: 'Por LID' })
    await fake.control.arrival({ id: idOf(taken) })
    expect(fake.control.sent().messages.map(({ id }) => id)).toEqual([idOf(taken)])
  })
})

function chatJid(): string {
  return setup.fake.control.addAccount(REGINA).lidJid
}
