import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MessageDto } from '../../src/shared/contracts/messages.ts'
import { idToBytes } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import type { Browser } from '../harness/client.ts'
import { eventually } from '../harness/eventually.ts'
import { givenWorkspace } from '../harness/given.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(() => app.fake.control.clearFaults())

async function givenConversation() {
  const workspace = await givenWorkspace(app)
  const { customer, phoneNumberId, channel } = await workspace.channel()
  const regina = customer()
  const conversation = await regina.writes('Hola')
  const { browser } = workspace.owner
  const send = (text: string) =>
    browser.api.messages.send.mutate({ conversationId: conversation.id, clientToken: randomUUID(), text })
  return { browser, conversation, phoneNumberId, channel, regina, send }
}

const reaches = (browser: Browser, message: MessageDto, ...statuses: string[]) =>
  eventually(async () => {
    const { items } = await browser.api.messages.byIds.query({
      conversationId: message.conversationId,
      ids: [message.id],
    })
    return items[0] && statuses.includes(items[0].status ?? '') ? items[0] : undefined
  })

const arrived = (phoneNumberId: string) => app.fake.control.sent({ phoneNumberId }).messages

async function outboxOf(message: MessageDto): Promise<{ attempts: number }> {
  const sql = 'SELECT attempts FROM outbox WHERE message_id = ?'
  const [rows] = await app.process.composed.pools.web.query(sql, [Buffer.from(idToBytes(message.id))])
  return (rows as { attempts: number }[])[0] ?? { attempts: 0 }
}

describe('a send', () => {
  it('whose answer is lost is settled by its delivery report, and never doubled', async () => {
    const { browser, phoneNumberId, send } = await givenConversation()
    app.fake.control.addFault({
      fault: { kind: 'accept-then-drop' },
      match: { phoneNumberId, endpoint: 'messages' },
      count: 1,
    })
    const message = await send('¿Te mando el render?')
    const settled = await reaches(browser, message, 'delivered', 'read')
    expect(settled.externalId).toMatch(/^wamid\./)
    expect(arrived(phoneNumberId)).toHaveLength(1)
  })

  it('that never reached the provider is tried again by itself', async () => {
    const { browser, phoneNumberId, send } = await givenConversation()
    await app.fake.control.goOffline()
    const message = await send('Va de nuevo')
    await eventually(async () => ((await outboxOf(message)).attempts > 0 ? true : undefined))
    await app.fake.control.comeBack()
    await reaches(browser, message, 'sent', 'delivered', 'read')
    expect(arrived(phoneNumberId)).toHaveLength(1)
  })

  it('whose outcome stays unknown waits for a person, who may send it once more', async () => {
    const { browser, phoneNumberId, send } = await givenConversation()
    // The provider takes the connection and nothing else; no webhook follows.
    app.fake.control.addFault({
      fault: { kind: 'drop-before-accept' },
      match: { phoneNumberId, endpoint: 'messages' },
      count: 1,
    })
    const message = await send('¿Llegó?')
    const held = await eventually(async () => {
      const found = await reaches(browser, message, 'unknown')
      return found.error?.advice === 'decide_unknown' ? found : undefined
    })
    expect(held.status).toBe('unknown')
    expect(arrived(phoneNumberId)).toHaveLength(0)
    await browser.api.messages.settle.mutate({ id: message.id, decision: 'resend' })
    await reaches(browser, message, 'sent', 'delivered', 'read')
    expect(arrived(phoneNumberId)).toHaveLength(1)
  })

  it('whose outcome is unknown is sent once more when other webhooks came meanwhile', async () => {
    const { browser, phoneNumberId, regina, send } = await givenConversation()
    app.fake.control.addFault({
      fault: { kind: 'drop-before-accept' },
      match: { phoneNumberId, endpoint: 'messages' },
      count: 1,
    })
    const message = await send('Otra vez yo')
    await reaches(browser, message, 'unknown')
    await regina.writes('¿Me decías?')
    await reaches(browser, message, 'sent', 'delivered', 'read')
    expect(arrived(phoneNumberId)).toHaveLength(1)
  })

  it('that the provider refuses says why in plain words', async () => {
    const { browser, phoneNumberId, send } = await givenConversation()
    app.fake.control.addFault({
      fault: { kind: 'refuse', code: 131026 },
      match: { phoneNumberId, endpoint: 'messages' },
      count: 1,
    })
    const failed = await reaches(browser, await send('Hola'), 'failed')
    expect(failed.error).toMatchObject({ code: 131026, advice: 'check_number' })
    expect(arrived(phoneNumberId)).toHaveLength(0)
  })

  it('waits while the channel’s token is dead, and leaves when it is mended', async () => {
    const { browser, phoneNumberId, channel, send } = await givenConversation()
    app.fake.control.addFault({
      fault: { kind: 'refuse', code: 190 },
      match: { phoneNumberId, endpoint: 'messages' },
    })
    const message = await send('¿Sigues ahí?')
    const sick = await eventually(async () => {
      const found = await browser.api.channels.get.query({ id: channel.id })
      return found.status === 'needs_attention' ? found : undefined
    })
    expect(sick.health.problem?.reason).toBe('token_expired')
    app.fake.control.clearFaults()
    await browser.api.channels.checkHealth.mutate({ id: channel.id })
    await reaches(browser, message, 'sent', 'delivered', 'read')
    expect(arrived(phoneNumberId)).toHaveLength(1)
  })
})

describe('the messages of a conversation', () => {
  it('leave in order, even where one has to be tried again', async () => {
    const { browser, phoneNumberId, send } = await givenConversation()
    app.fake.control.addFault({
      fault: { kind: 'refuse', code: 131000 },
      match: { phoneNumberId, endpoint: 'messages' },
      count: 1,
    })
    const messages: MessageDto[] = []
    for (const text of ['uno', 'dos', 'tres', 'cuatro']) messages.push(await send(text))
    for (const message of messages) await reaches(browser, message, 'sent', 'delivered', 'read')
    const texts = arrived(phoneNumberId).map(
      (message) => (message.body as { text: { body: string } }).text.body,
    )
    expect(texts).toEqual(['uno', 'dos', 'tres', 'cuatro'])
  })
})
