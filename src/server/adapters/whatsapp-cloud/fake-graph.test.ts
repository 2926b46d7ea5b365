import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../test/contract/adapter-suite.ts'
import { cloudAdapterAt } from '../../../../test/contract/whatsapp-cloud.ts'
import { NOGAL_NUMBER } from '../../../../test/fake-graph/demo-data.ts'
import { startFakeGraph, type FakeGraph } from '../../../../test/fake-graph/fake-graph.ts'
import type { Fault } from '../../../../test/fake-graph/world/faults.ts'
import type { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import type { ChannelAdapter, ChannelError, Connection, InboundFact } from '../contract/index.ts'

const credentials: WhatsAppCloudCredentials = {
  phoneNumberId: NOGAL_NUMBER.phoneNumberId,
  wabaId: NOGAL_NUMBER.wabaId,
  accessToken: NOGAL_NUMBER.accessToken,
}
const { phoneNumberId } = NOGAL_NUMBER
const JOAQUIN = { waId: '5213300000118', name: 'Joaquín Peralta' }

let fake: FakeGraph
let adapter: ChannelAdapter<WhatsAppCloudCredentials>
let connection: Connection<WhatsAppCloudCredentials>

beforeAll(async () => {
  fake = await startFakeGraph({ settings: { requireAppSecretProof: true } })
  adapter = cloudAdapterAt(fake.url, 500)
  connection = {
    externalAccountId: phoneNumberId,
    externalParentId: NOGAL_NUMBER.wabaId,
    identityScope: 'portfolio-1',
    credentials: { ...credentials, appSecret: fake.appSecret },
  }
  fake.control.configure({ statusDelaysMs: { sent: 1, delivered: 1, read: 1 } })
})
beforeEach(() => {
  fake.control.clearRecords()
  fake.control.clearFaults()
})
afterAll(() => fake.close())

/** What the webhooks that the fake made so far say. */
async function factsSoFar(): Promise<InboundFact[]> {
  await fake.control.settled()
  return fake.control
    .webhooks()
    .flatMap(({ body }) => adapter.split(JSON.parse(body)).routed)
    .flatMap(({ item }) => adapter.normalise(item, connection))
}

describe('with a provider that checks as strictly as Meta', () => {
  it('sends a text, learns the spelling of the number, and hears of its delivery', async () => {
    fake.control.openWindow({ phoneNumberId, from: JOAQUIN })
    const out = { to: 'phone:523300000118', opaque: 'outbox:text', text: '¡Hola, Joaquín! 👋🏽' }
    const receipt = await adapter.send(out, connection)
    expect(receipt.recipientAlias).toBe(JOAQUIN.waId)
    const facts = await factsSoFar()
    expect(facts).toContainEqual(
      expect.objectContaining({
        kind: 'status',
        status: 'delivered',
        externalKey: receipt.externalKey,
        opaque: 'outbox:text',
      }),
    )
    expect(fake.control.sent().countByOpaque).toEqual({ 'outbox:text': 1 })
  })

  it('sends a file that arrives byte for byte, and fetches it back', async () => {
    const bytes = Buffer.from('%PDF-1.7 ñ 👍')
    const attachment = {
      type: 'document',
      mime: 'application/pdf',
      fileName: 'Cotización.pdf',
      size: bytes.length,
      open: () => Readable.from([bytes]),
    } as const
    await adapter.send(
      { to: 'phone:523300000118', opaque: 'outbox:file', text: 'Va', attachment },
      connection,
    )
    const { messages } = fake.control.sent({ opaque: 'outbox:file' })
    expect(messages).toMatchObject([
      { type: 'document', body: { document: { caption: 'Va', filename: 'Cotización.pdf' } } },
    ])
    const sent = messages[0]?.body as { document?: { id: string } } | undefined
    const { body, ...facts } = await adapter.fetchMedia(sent?.document?.id ?? '', connection)
    expect(await buffer(body)).toEqual(bytes)
    expect(facts).toEqual({
      mime: 'application/pdf',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  it('understands a customer who hides the phone, and answers by BSUID', async () => {
    const from = { name: 'João', waId: '551100000186', username: 'joao.mendes', hidesPhone: true }
    const written = fake.control.customerWrites({ phoneNumberId, from, text: 'Oi!' })
    const facts = await factsSoFar()
    expect(facts).toMatchObject([
      { text: 'Oi!', party: { username: 'joao.mendes', replyAddress: `bsuid:${written.bsuid}` } },
    ])
    await adapter.markRead(written.wamid, connection)
    await adapter.send(
      { to: `bsuid:${written.bsuid}`, opaque: 'outbox:bsuid', text: 'Olá', quotedExternalKey: written.wamid },
      connection,
    )
    expect(fake.control.sent({ opaque: 'outbox:bsuid' }).messages).toMatchObject([
      { recipient: written.bsuid },
    ])
  })

  it('hears of a closed window later, as Meta tells it', async () => {
    const from = { waId: '573000000199', name: 'Nadie' }
    await adapter.send({ to: `phone:${from.waId}`, opaque: 'outbox:late', text: 'Hola' }, connection)
    expect(await factsSoFar()).toContainEqual(
      expect.objectContaining({
        kind: 'status',
        status: 'failed',
        opaque: 'outbox:late',
        error: expect.objectContaining({ advice: 'use_template' }) as unknown,
      }),
    )
  })
})

describe('with a provider that misbehaves', () => {
  const out = { to: 'phone:523300000118', opaque: 'outbox:x', text: 'x' }

  const faults: [fault: Fault, outcome: ChannelError['outcome'], accepted: number][] = [
    [{ kind: 'accept-then-drop' }, 'unknown', 1],
    [{ kind: 'accept-then-delay', delayMs: 10_000 }, 'unknown', 1],
    [{ kind: 'http-500-html', isAccepted: true }, 'unknown', 1],
    [{ kind: 'hang' }, 'unknown', 0],
    [{ kind: 'refuse', code: 131056 }, 'refused', 0],
    [{ kind: 'refuse', code: 131000 }, 'refused', 0],
  ]
  it.each(faults)('%j is %s', async (fault, ...[outcome, accepted]) => {
    fake.control.addFault({ fault, count: 1 })
    expect(await failureOf(adapter.send(out, connection))).toMatchObject({ outcome })
    expect(fake.control.sent().messages).toHaveLength(accepted)
  })
})

describe('connecting', () => {
  const known = () => connection.credentials

  it('finds the credentials of the demo well', async () => {
    const checks = await adapter.check(known())
    expect(checks.map(({ field, state }) => [field, state])).toEqual([
      ['phoneNumberId', 'ok'],
      ['wabaId', 'ok'],
      ['accessToken', 'ok'],
      ['appSecret', 'ok'],
    ])
  })

  it.each([
    ['token', { accessToken: 'EAAnot-a-token-of-the-fake' }, 'accessToken', 'token_invalid'],
    ['number', { phoneNumberId: '999999' }, 'phoneNumberId', 'not_found'],
    ['account', { wabaId: '999999' }, 'wabaId', 'not_found'],
    ['secret', { appSecret: 'not-the-secret' }, 'appSecret', 'token_invalid'],
  ])('blames a wrong %s', async (_what, wrong, ...[field, reason]) => {
    const checks = await adapter.check({ ...known(), ...wrong })
    expect(checks.filter((check) => check.state === 'failed')).toEqual([{ field, state: 'failed', reason }])
  })

  it('describes the number and its portfolio, and subscribes', async () => {
    expect(await adapter.describe(known())).toEqual({
      address: NOGAL_NUMBER.displayPhoneNumber,
      verifiedName: NOGAL_NUMBER.verifiedName,
      quality: 'GREEN',
      identityScope: NOGAL_NUMBER.portfolioId,
    })
    await adapter.subscribe(known())
    expect(fake.control.calls().at(-1)).toMatchObject({
      method: 'POST',
      path: `/v26.0/${NOGAL_NUMBER.wabaId}/subscribed_apps`,
      outcome: 200,
    })
  })
})
