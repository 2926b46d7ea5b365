import { initAuthCreds } from 'baileys'
import { afterEach, describe, expect, it } from 'vitest'
import { Companion } from './companion.ts'
import { givenLinked, givenUnlinked, linkByQr, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

afterEach(() => setup.close())

describe('linking by QR', () => {
  it('demands a restart, then the connection opens', async () => {
    setup = await givenUnlinked()
    await linkByQr(setup)
    const { fake, companion } = setup
    expect(companion.closes).toEqual([515])
    expect(companion.auth.creds.me?.id).toBe(`${NOGAL.phone}:1@s.whatsapp.net`)
    expect(fake.control.accounts()[0]).toMatchObject({
      phone: NOGAL.phone,
      devices: [{ id: 1, platform: 'Chrome', unconfirmed: 0 }],
    })
  })

  it('takes a QR once, and no foreign one', async () => {
    setup = await givenUnlinked()
    const { fake, companion } = setup
    const qr = await companion.until(() => companion.qr)
    const [ref, ...keys] = qr.split(',')
    const forged = [ref, keys[1], keys[0], ...keys.slice(2)].join(',')
    await expect(async () => fake.control.scan({ account: NOGAL.phone, qr: forged })).rejects.toThrow(
      'keys in the QR',
    )
    await fake.control.scan({ account: NOGAL.phone, qr })
    await expect(async () => fake.control.scan({ account: NOGAL.phone, qr })).rejects.toThrow('used already')
  })

  it('brings the account name, the history (newest first) and the LIDs of its people', async () => {
    setup = await givenUnlinked()
    const { fake, companion } = setup
    const messages = Array.from({ length: 7 }, (_, index) => ({
      text: `Mensaje ${index}`,
      isFromMe: index % 2 === 1,
      at: Date.now() - (10 - index) * 60_000,
    }))
    fake.control.addAccount({ phone: NOGAL.phone, history: [{ with: REGINA, messages }] })
    await linkByQr(setup)
    // The older ones come in a second chunk; Baileys may join the two.
    const past = () => companion.histories.flatMap((chunk) => chunk.messages)
    await companion.until(() => past().length === messages.length, 'all of the history')
    expect(past().map(({ message }) => message?.conversation)).toEqual(
      [6, 5, 4, 3, 2, 1, 0].map((index) => `Mensaje ${index}`),
    )
    const { lidJid, pnJid } = fake.control.addAccount(REGINA)
    expect(companion.histories[0]?.chats).toMatchObject([{ id: lidJid, name: REGINA.name }])
    expect(await companion.socket.signalRepository.lidMapping.getLIDForPN(pnJid)).toBe(lidJid)
    await companion.until(() => companion.auth.creds.me?.name === NOGAL.name, 'the name')
  })
})

describe('linking by code', () => {
  it('links the phone that types the code', async () => {
    setup = await givenUnlinked()
    const { fake, companion } = setup
    await companion.until(() => companion.qr)
    const code = await companion.socket.requestPairingCode(NOGAL.phone)
    await expect.poll(() => fake.control.accounts()[0]?.awaitsCode).toBe(true)
    await fake.control.enterCode({ account: NOGAL.phone, code: `${code.slice(0, 4)}-${code.slice(4)}` })
    await companion.opened()
    expect(companion.closes).toEqual([515])
  })

  it('refuses a wrong code', async () => {
    setup = await givenUnlinked()
    const { fake, companion } = setup
    await companion.until(() => companion.qr)
    await companion.socket.requestPairingCode(NOGAL.phone, 'AAAABBBB')
    await expect.poll(() => fake.control.accounts()[0]?.awaitsCode).toBe(true)
    await expect(fake.control.enterCode({ account: NOGAL.phone, code: 'AAAA-BBBC' })).rejects.toThrow('wrong')
    expect(fake.control.accounts()[0]?.devices).toEqual([])
  })
})

describe('the end of a link', () => {
  it('401 when the phone removes the device, and at every login after it', async () => {
    setup = await givenLinked()
    const { fake, companion } = setup
    fake.control.unlinkFromPhone({ account: NOGAL.phone })
    await companion.until(() => companion.closes.at(-1) === 401)
    companion.reconnect()
    await companion.until(() => companion.closes.length === 3)
    expect(companion.closes).toEqual([515, 401, 401])
  })

  it('401 for whoever has the name of a device but not its key', async () => {
    setup = await givenLinked()
    const { creds, keys } = setup.companion.auth
    const auth = { creds: { ...creds, noiseKey: initAuthCreds().noiseKey }, keys }
    const impostor = new Companion(setup.fake.url, { auth })
    await impostor.until(() => impostor.closes.length === 1)
    expect(impostor.closes).toEqual([401])
  })

  it('the device logs out by itself', async () => {
    setup = await givenLinked()
    await setup.companion.socket.logout()
    await expect.poll(() => setup.fake.control.accounts()[0]?.devices).toEqual([])
  })
})
