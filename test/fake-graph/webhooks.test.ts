import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOGAL_NUMBER } from './demo-data.ts'
import { givenFake, REGINA, type Setup } from './given.ts'
import { messageEntry, signatureOf, statusEntries } from './receiver.ts'

const { phoneNumberId, wabaId } = NOGAL_NUMBER
let setup: Setup

beforeEach(async () => {
  setup = await givenFake()
})
afterEach(() => setup.close())

async function reginaWrites(text: string): Promise<void> {
  setup.fake.control.customerWrites({ phoneNumberId, from: REGINA, text })
  await setup.fake.control.settled()
}

describe('a webhook of the fake provider', () => {
  it('is signed over the exact bytes that arrive', async () => {
    await reginaWrites('¿Y si la quiero en nogal? 🪵')
    const [webhook] = setup.receiver.received
    expect(webhook?.headers['x-hub-signature-256']).toBe(
      signatureOf(webhook?.raw ?? Buffer.of(), setup.fake.appSecret),
    )
    const reserialised = Buffer.from(JSON.stringify(webhook?.body))
    expect(webhook?.headers['x-hub-signature-256']).not.toBe(signatureOf(reserialised, setup.fake.appSecret))
  })

  it('escapes everything beyond ASCII in lower-case hex, and slashes', async () => {
    await reginaWrites('ñ / 🪵')
    const [webhook] = setup.receiver.received
    expect(webhook?.raw.toString('latin1')).toContain(String.raw`"\u00f1 \/ \ud83e\udeb5"`)
    expect(messageEntry(webhook?.body ?? {})).toMatchObject({ text: { body: 'ñ / 🪵' } })
  })

  it("is signed with the number's own app secret where it has one", async () => {
    setup.fake.control.addNumber({ ...NOGAL_NUMBER, appSecret: 'another-app' })
    await reginaWrites('Hola')
    const [webhook] = setup.receiver.received
    expect(webhook?.headers['x-hub-signature-256']).toBe(
      signatureOf(webhook?.raw ?? Buffer.of(), 'another-app'),
    )
  })

  it('comes again with growing pauses until it is answered 200, and then no more', async () => {
    setup.receiver.answers.push(500, 503, 302)
    await reginaWrites('Hola')
    expect(setup.receiver.received).toHaveLength(4)
    expect(new Set(setup.receiver.received.map(({ raw }) => raw.toString())).size).toBe(1)
    const [record] = setup.fake.control.webhooks()
    expect(record).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 503 }, { status: 302 }, { status: 200 }],
    })
  })

  it('is given up after the last attempt', async () => {
    setup.fake.control.configure({ webhookRetry: { maxAttempts: 2 } })
    setup.receiver.answers.push(500, 500)
    await reginaWrites('Hola')
    expect(setup.fake.control.webhooks()).toMatchObject([{ state: 'abandoned' }])
    expect(setup.receiver.received).toHaveLength(2)
  })

  it('is posted several times, and statuses are doubled, on demand', async () => {
    setup.fake.control.configure({ duplicateWebhooks: 1 })
    await reginaWrites('Hola')
    expect(setup.receiver.received).toHaveLength(2)
    setup.fake.control.configure({ duplicateWebhooks: 0, duplicateStatuses: 2 })
    await setup.send()
    await setup.fake.control.settled()
    expect(setup.receiver.received.slice(2).map(({ body }) => statusEntries(body).length)).toEqual([3, 3])
  })
})

describe('an override of the callback URL', () => {
  const subscribe = (verifyToken: string) =>
    setup.graph('POST', `${wabaId}/subscribed_apps`, {
      body: {
        override_callback_uri: setup.receiver.url.replace('/meta', '/meta/channel-1'),
        verify_token: verifyToken,
      },
    })

  it('is taken after the challenge was echoed, and then gets the webhooks', async () => {
    expect((await subscribe(setup.receiver.verifyToken)).body).toEqual({ success: true })
    await reginaWrites('Hola')
    expect(setup.fake.control.webhooks()[0]?.url).toMatch(/channel-1$/)
    expect((await setup.graph('GET', `${wabaId}/subscribed_apps`)).body).toMatchObject({
      data: [{ override_callback_uri: expect.stringMatching(/channel-1$/) }],
    })
    await setup.graph('DELETE', `${wabaId}/subscribed_apps`)
    expect((await setup.graph('GET', `${wabaId}/subscribed_apps`)).body).toEqual({ data: [] })
  })

  it('is refused when the receiver does not know the verify token', async () => {
    const refusal = await subscribe('wrong')
    expect(refusal).toMatchObject({ status: 400, body: { error: { code: 2200 } } })
  })
})

describe('a raw webhook', () => {
  it('carries any body once and tells the answer', async () => {
    setup.receiver.answers.push(503)
    expect(await setup.fake.control.postRaw({ body: '{"object":"user"}' })).toMatchObject({ status: 503 })
    const [webhook] = setup.receiver.received
    expect(webhook?.raw.toString()).toBe('{"object":"user"}')
    expect(webhook?.headers['x-hub-signature-256']).toBe(
      signatureOf(webhook?.raw ?? Buffer.of(), setup.fake.appSecret),
    )
    await setup.fake.control.postRaw({ body: '{}', headers: { 'x-hub-signature-256': 'sha256=0' } })
    expect(setup.receiver.received[1]?.headers['x-hub-signature-256']).toBe('sha256=0')
  })
})
