import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenLinked, idOf, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

beforeAll(async () => {
  setup = await givenLinked()
})
afterAll(() => setup.close())

const fromRegina = { from: REGINA, to: NOGAL.phone }
const chat = { account: NOGAL.phone, customer: REGINA.phone }

describe.each(['lid', 'pn'] as const)('a chat addressed by %s', (addressing) => {
  it('carries text both ways, and every receipt', async () => {
    const { fake, companion } = setup
    const { id } = await fake.control.customerWrites({ ...fromRegina, text: 'Hola', addressing })
    const received = await companion.message(id)
    const { lidJid, pnJid } = fake.control.addAccount(REGINA)
    const [jid, otherJid] = addressing === 'lid' ? [lidJid, pnJid] : [pnJid, lidJid]
    expect(received.key).toMatchObject({ remoteJid: jid, remoteJidAlt: otherJid, fromMe: false })
    expect(received).toMatchObject({ message: { conversation: 'Hola' }, pushName: REGINA.name })

    const sent = await companion.socket.sendMessage(jid, { text: '¿En qué le ayudo?' })
    expect(await fake.control.arrival({ id: idOf(sent) })).toMatchObject({
      text: '¿En qué le ayudo?',
      account: NOGAL.phone,
      to: REGINA.phone,
      addressing,
      arrivals: 1,
    })
    await fake.control.settled()
    fake.control.read({ customer: REGINA.phone })
    await companion.until(() => companion.statusOf(idOf(sent)) === 4, 'read')

    await companion.socket.readMessages([received.key])
    await expect
      .poll(() => fake.control.thread(chat).find((message) => message.id === id))
      .toMatchObject({ status: 'read' })
  })
})

describe('what a customer writes', () => {
  it('quotes a message of the business', async () => {
    const { fake, companion } = setup
    const { id } = await fake.control.customerWrites({ ...fromRegina, text: '¿Abren hoy?' })
    await companion.message(id)
    const answer = await companion.socket.sendMessage(chatJid(), { text: 'Hasta las ocho' })
    await fake.control.arrival({ id: idOf(answer) })
    const quoting = await fake.control.customerWrites({
      ...fromRegina,
      text: '¡Gracias!',
      quote: idOf(answer),
    })
    expect((await companion.message(quoting.id)).message?.extendedTextMessage).toMatchObject({
      text: '¡Gracias!',
      contextInfo: {
        stanzaId: idOf(answer),
        participant: fake.control.addAccount(NOGAL).lidJid,
        quotedMessage: { extendedTextMessage: { text: 'Hasta las ocho' } },
      },
    })
  })

  it('reacts, edits and deletes', async () => {
    const { fake, companion } = setup
    const { id } = await fake.control.customerWrites({ ...fromRegina, text: 'Quiero dos' })
    await companion.message(id)
    const reaction = await fake.control.customerWrites({ ...fromRegina, reaction: { to: id, emoji: '🙏' } })
    expect((await companion.message(reaction.id)).message?.reactionMessage).toMatchObject({
      text: '🙏',
      key: { id },
    })
    await fake.control.customerWrites({ ...fromRegina, edit: { id, text: 'Quiero tres' } })
    const edited = await companion.until(() => companion.updates.find(({ key }) => key.id === id))
    expect(edited.update.message?.editedMessage?.message?.conversation).toBe('Quiero tres')
    await fake.control.customerWrites({ ...fromRegina, revoke: id })
    await companion.until(() =>
      companion.updates.some(({ key, update }) => key.id === id && update.message === null),
    )
    expect(fake.control.thread(chat).find((message) => message.id === id)).toMatchObject({
      text: 'Quiero tres',
      isRevoked: true,
      reactions: { [REGINA.phone]: '🙏' },
    })
  })

  it('shares a place, a contact, or anything else the protocol knows', async () => {
    const { fake, companion } = setup
    const location = { latitude: 20.67, longitude: -103.35, name: 'Casa' }
    const place = await fake.control.customerWrites({ ...fromRegina, location })
    expect((await companion.message(place.id)).message?.locationMessage).toMatchObject({ name: 'Casa' })
    const card = await fake.control.customerWrites({
      ...fromRegina,
      contact: { name: 'Luz', phone: '+52 33 0000 0001' },
    })
    expect((await companion.message(card.id)).message?.contactMessage?.vcard).toContain('waid=523300000001')
    const raw = { listResponseMessage: { title: 'Latte', singleSelectReply: { selectedRowId: 'latte' } } }
    const choice = await fake.control.customerWrites({ ...fromRegina, raw })
    expect((await companion.message(choice.id)).message?.listResponseMessage?.title).toBe('Latte')
  })
})

describe('what the device sends', () => {
  it('quotes, reacts, edits and deletes', async () => {
    const { fake, companion } = setup
    const { socket } = companion
    const { id } = await fake.control.customerWrites({ ...fromRegina, text: '¿Precio?' })
    const asked = await companion.message(id)
    const answer = await socket.sendMessage(chatJid(), { text: '45 pesos' }, { quoted: asked })
    expect(await fake.control.arrival({ id: idOf(answer) })).toMatchObject({ text: '45 pesos', quotedId: id })
    const reaction = await socket.sendMessage(chatJid(), { react: { text: '☕', key: asked.key } })
    expect(await fake.control.arrival({ id: idOf(reaction) })).toMatchObject({
      reaction: { to: id, emoji: '☕' },
    })
    if (!answer) throw new Error('Nothing was sent')
    const edit = await socket.sendMessage(chatJid(), { text: '40 pesos', edit: answer.key })
    expect(await fake.control.arrival({ id: idOf(edit) })).toMatchObject({
      edit: { id: idOf(answer), text: '40 pesos' },
    })
    const revoke = await socket.sendMessage(chatJid(), { delete: answer.key })
    expect(await fake.control.arrival({ id: idOf(revoke) })).toMatchObject({ revoke: idOf(answer) })
    expect(fake.control.thread(chat).find((message) => message.id === idOf(answer))).toMatchObject({
      text: '40 pesos',
      isEdited: true,
      isRevoked: true,
    })
  })

  it('shows typing', async () => {
    const { fake, companion } = setup
    await companion.socket.sendPresenceUpdate('composing', chatJid())
    await expect
      .poll(() => fake.control.typingSeen().at(-1))
      .toMatchObject({ account: NOGAL.phone, to: REGINA.phone, state: 'composing' })
  })
})

describe('the owner on the phone', () => {
  it('writes: the device gets a copy that is from me', async () => {
    const { fake, companion } = setup
    const { id } = await fake.control.ownerWrites({ account: NOGAL.phone, to: REGINA.phone, text: 'Ya va' })
    const { lidJid, pnJid } = fake.control.addAccount(REGINA)
    expect(await companion.message(id)).toMatchObject({
      key: { fromMe: true, remoteJid: lidJid, remoteJidAlt: pnJid },
      message: { conversation: 'Ya va' },
    })
  })

  it('reads: the device hears of it', async () => {
    const { fake, companion } = setup
    const { id } = await fake.control.customerWrites({ ...fromRegina, text: '¿Sigue ahí?' })
    await companion.message(id)
    fake.control.read({ customer: NOGAL.phone, account: REGINA.phone })
    const update = await companion.until(() => companion.updates.find(({ key }) => key.id === id))
    expect(update).toMatchObject({ key: { fromMe: false, remoteJid: chatJid() }, update: { status: 4 } })
  })
})

function chatJid(): string {
  return setup.fake.control.addAccount(REGINA).lidJid
}
