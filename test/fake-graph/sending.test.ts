import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DENTAL_NUMBER, NOGAL_NUMBER } from './demo-data.ts'
import { givenFake, REGINA, textToRegina, type Setup } from './given.ts'
import { statusEntries } from './receiver.ts'

const { phoneNumberId, wabaId, accessToken } = NOGAL_NUMBER
let setup: Setup

beforeEach(async () => {
  setup = await givenFake()
  setup.fake.control.openWindow({ phoneNumberId, from: REGINA })
})
afterEach(() => setup.close())

const allStatuses = () => setup.receiver.received.flatMap(({ body }) => statusEntries(body))

describe('an accepted message', () => {
  it('is answered with its wamid, then announced sent and delivered', async () => {
    const { status, body } = await setup.send({ biz_opaque_callback_data: 'outbox:1' })
    expect(status).toBe(200)
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: '+523300000112', wa_id: '523300000112' }],
      messages: [{ id: expect.stringMatching(/^wamid\.[\w+/=]+$/) }],
    })
    await setup.fake.control.settled()
    expect(setup.statuses()).toEqual(['sent', 'delivered'])
    expect(allStatuses().find(({ status }) => status === 'delivered')).toMatchObject({
      recipient_id: '523300000112',
      recipient_user_id: expect.stringMatching(/^MX\.\d{20}$/),
      biz_opaque_callback_data: 'outbox:1',
    })
    expect(setup.fake.control.sent({ to: REGINA.waId })).toMatchObject({
      messages: [{ answered: true }],
      countByOpaque: { 'outbox:1': 1 },
    })
  })

  it('is read when the customer opens the thread, once', async () => {
    await setup.send()
    await setup.fake.control.settled()
    setup.fake.control.customerReads({ phoneNumberId, from: REGINA })
    setup.fake.control.customerReads({ phoneNumberId, from: REGINA })
    await setup.fake.control.settled()
    expect(setup.statuses()).toEqual(['sent', 'delivered', 'read'])
  })

  it('has its statuses in another order when asked, by seed', async () => {
    setup.fake.control.configure({ autoRead: true, statusOrder: 'shuffled' })
    const orders = new Set<string>()
    for (let round = 0; round < 4; round += 1) {
      setup.fake.control.clearRecords()
      await setup.send()
      await setup.fake.control.settled()
      expect(setup.statuses().toSorted()).toEqual(['delivered', 'read', 'sent'])
      orders.add(setup.statuses().join())
    }
    expect(orders.size).toBeGreaterThan(1)
  })

  it('that reacts is only ever announced as sent', async () => {
    const { wamid } = setup.fake.control.customerWrites({ phoneNumberId, from: REGINA, text: 'Hola' })
    await setup.send({ type: 'reaction', text: undefined, reaction: { message_id: wamid, emoji: '👍' } })
    await setup.fake.control.settled()
    expect(setup.statuses()).toEqual(['sent'])
    expect(setup.fake.control.thread({ phoneNumberId, from: REGINA }).messages[0]?.reactions).toEqual({
      business: '👍',
    })
  })
})

describe('the window of 24 hours', () => {
  it('closes: the message is accepted and fails with 131047 afterwards', async () => {
    setup.fake.control.advanceClock({ ms: 24 * 3_600_000 })
    expect((await setup.send()).status).toBe(200)
    await setup.fake.control.settled()
    expect(allStatuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131047 }] }])
  })

  it('does not matter to a template, which needs the right number of parameters', async () => {
    setup.fake.control.advanceClock({ ms: 24 * 3_600_000 })
    const template = (texts: string[]) => ({
      name: 'confirmacion_pedido',
      language: { code: 'es_MX' },
      components: [{ type: 'body', parameters: texts.map((text) => ({ type: 'text', text })) }],
    })
    const accepted = await setup.send({
      type: 'template',
      text: undefined,
      template: template(['Lucía', 'A-1']),
    })
    expect(accepted.body).toMatchObject({ messages: [{ message_status: 'accepted' }] })
    await setup.fake.control.settled()
    expect(setup.statuses()).toEqual(['sent', 'delivered'])
    const refused = await setup.send({ type: 'template', text: undefined, template: template(['Lucía']) })
    expect(refused.body.error?.code).toBe(132000)
  })
})

describe('recipients', () => {
  it('without "+" get the country code of the business in front, and so are other people', async () => {
    const { body } = await setup.send({ to: '523300000112' })
    expect(body).toMatchObject({ contacts: [{ input: '523300000112', wa_id: '52523300000112' }] })
  })

  it('are known by the older Mexican form too, and answered with theirs', async () => {
    const { body } = await setup.send({ to: '+52 33 0000 0118' })
    expect(body).toMatchObject({ contacts: [{ input: '+52 33 0000 0118', wa_id: '5213300000118' }] })
  })

  it('can be a BSUID, which is another one in another portfolio', async () => {
    const there = setup.fake.control.customerWrites({ phoneNumberId, from: REGINA, text: 'Hola' })
    const elsewhere = setup.fake.control.customerWrites({
      phoneNumberId: DENTAL_NUMBER.phoneNumberId,
      from: REGINA,
      text: 'Hola',
    })
    expect(elsewhere.bsuid).not.toBe(there.bsuid)
    const { body } = await setup.send({ to: undefined, recipient: there.bsuid })
    expect(body).toMatchObject({ contacts: [{ input: there.bsuid, user_id: there.bsuid }] })
    await setup.send({ to: undefined, recipient: elsewhere.bsuid })
    await setup.fake.control.settled()
    const delivered = allStatuses().filter(({ status }) => status === 'delivered')
    expect(delivered).toMatchObject([{ recipient_user_id: there.bsuid }])
    expect(delivered[0]).not.toHaveProperty('recipient_id')
    const failed = allStatuses().filter(({ status }) => status === 'failed')
    expect(failed).toMatchObject([{ recipient_user_id: elsewhere.bsuid, errors: [{ code: 131026 }] }])
  })
})

describe('a refusal', () => {
  it.each([
    ['an unknown key', { text: { body: 'x', foo: 1 } }, 'Unexpected key "foo" on param "text"'],
    ['no recipient', { to: undefined }, 'The parameter to is required.'],
    ['no body', { text: {} }, "The parameter text['body'] is required."],
    [
      'a text of 4097 characters',
      { text: { body: 'x'.repeat(4097) } },
      "Param text['body'] must be at most 4096 characters long.",
    ],
    [
      'unknown media',
      { type: 'image', text: undefined, image: { id: '1' } },
      "Param image['id'] is not a valid media id",
    ],
    ['an unknown type', { type: 'poll' }, expect.stringContaining('Param type must be one of')],
  ])('answers %s with 100 and says what is wrong', async (_case, change, details) => {
    const { status, body } = await setup.send(change)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 100, error_data: { details }, fbtrace_id: expect.any(String) })
    expect(setup.fake.control.sent().messages).toEqual([])
  })

  it('tells a wrong or expired token from a number that is not its own', async () => {
    const post = (id: string, token?: string) =>
      setup.graph('POST', `${id}/messages`, { body: textToRegina(), ...(token && { token }) })
    expect(await post(phoneNumberId, 'nonsense')).toMatchObject({
      status: 401,
      body: { error: { code: 190 } },
    })
    expect(await post(DENTAL_NUMBER.phoneNumberId)).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 33 } },
    })
    setup.fake.control.expireToken({ token: accessToken })
    expect(await post(phoneNumberId)).toMatchObject({
      status: 401,
      body: { error: { code: 190, error_subcode: 463 } },
    })
  })

  it('demands the proof of the app secret when told to', async () => {
    setup.fake.control.configure({ requireAppSecretProof: true })
    expect((await setup.graph('GET', phoneNumberId)).body.error?.code).toBe(100)
    const proof = createHmac('sha256', setup.fake.appSecret).update(accessToken).digest('hex')
    expect((await setup.graph('GET', `${phoneNumberId}?appsecret_proof=${proof}`)).status).toBe(200)
  })
})

describe('the account', () => {
  it('describes numbers, WABAs, tokens and templates with the fields asked for', async () => {
    const number = await setup.graph('GET', `${phoneNumberId}?fields=verified_name,quality_rating`)
    expect(number.body).toEqual({ verified_name: 'Nogal & Lino', quality_rating: 'GREEN', id: phoneNumberId })
    expect((await setup.graph('GET', `${wabaId}/phone_numbers`)).body).toMatchObject({
      data: [{ id: phoneNumberId }],
    })
    expect((await setup.graph('GET', `${wabaId}?fields=owner_business_info`)).body).toMatchObject({
      owner_business_info: { id: NOGAL_NUMBER.portfolioId },
    })
    expect((await setup.graph('GET', `debug_token?input_token=${accessToken}`)).body).toMatchObject({
      data: { is_valid: true, granular_scopes: [{ target_ids: [wabaId] }, {}] },
    })
    const page = (await setup.graph('GET', `${wabaId}/message_templates?limit=3&fields=name,status`))
      .body as { data: unknown[]; paging: { next: string } }
    expect(page.data).toHaveLength(3)
    expect(
      (
        await setup.graph(
          'GET',
          new URL(page.paging.next).pathname.slice(1) + new URL(page.paging.next).search,
        )
      ).body,
    ).toMatchObject({ data: [{}, {}] })
  })
})
