import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { digestOf } from '../../../../test/harness/digest.ts'
import { eventually } from '../../../../test/harness/eventually.ts'
import {
  givenRest,
  openRest,
  REGINA,
  type GivenRest,
  type RestClient,
} from '../../../../test/harness/rest.ts'
import { own } from '../../platform/db/workspace-db.ts'
import { requestState } from '../../platform/http/index.ts'
import { attachments, threads } from '../../schema/index.ts'
import type { AppServices } from '../services.ts'
import { createRestRouter } from './index.ts'
import { INLINE_MAX_BYTES } from './schemas/message.ts'

let app: TestApp
let given: GivenRest
let rest: RestClient
let conversation: { id: string; contactId: string }
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  given = await givenRest(app)
  rest = given.rest
  conversation = await given.customerWrites('Hola')
})

interface Sent {
  id: string
  conversationId: string
  attachments: { id: string; url: string; fileName: string; mime: string; size: number }[]
}

const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.alloc(200, 1),
])

const reply = (body: unknown) => rest.post<Sent>(`/conversations/${conversation.id}/messages`, body)
const sentByProvider = () => app.fake.control.sent({ phoneNumberId: given.phoneNumberId }).messages
const arrived = (count: number) =>
  eventually(async () => (sentByProvider().length >= count ? sentByProvider() : undefined))

async function uploaded(): Promise<Sent['attachments'][number]> {
  const headers = { 'content-type': 'image/png', 'x-file-name': encodeURIComponent('mesa ñ.png') }
  const { body, status } = await rest.call<Sent['attachments'][number]>('POST', '/uploads', {
    body: PNG,
    headers,
  })
  expect(status).toBe(201)
  return body
}

const rowsOf = ({ db }: GivenRest) => db.orm.select().from(attachments).where(own(db, attachments))

describe('a text', () => {
  it('is accepted, sent, and followed to its delivery', async () => {
    const answer = await reply({ text: 'Sí, a medida.' })
    expect(answer).toMatchObject({
      status: 202,
      body: {
        conversationId: conversation.id,
        direction: 'outbound',
        origin: 'api',
        status: 'queued',
        text: 'Sí, a medida.',
      },
    })
    const [message] = await arrived(1)
    expect(message).toMatchObject({ to: `+${REGINA.waId}`, body: { text: { body: 'Sí, a medida.' } } })
  })

  it('may answer a message of its thread, and no other', async () => {
    const { body } = await rest.get<{ data: { id: string; externalId: string }[] }>(
      `/conversations/${conversation.id}/messages`,
    )
    const [quoted] = body.data
    const answer = await reply({ text: 'A esto', quotedMessageId: quoted?.id })
    expect(answer.body).toMatchObject({ quotedExternalId: quoted?.externalId })
    const other = await given.customerWrites('Otra', { waId: '523300000121' })
    const elsewhere = await rest.post(`/conversations/${other.id}/messages`, {
      text: 'A esto',
      quotedMessageId: quoted?.id,
    })
    expect(elsewhere).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
  })

  it('is refused with 422 once the reply window has closed, and nothing is stored', async () => {
    const { db } = given
    await db.orm
      .update(threads)
      .set({ windowExpiresAt: new Date(0) })
      .where(own(db, threads))
    const before = await digestOf(db)
    const answer = await reply({ text: 'Tarde' })
    expect(answer).toMatchObject({ status: 422, error: { code: 'REPLY_WINDOW_CLOSED' } })
    expect(answer.error?.details).toEqual({ replyWindowExpiresAt: '1970-01-01T00:00:00.000Z' })
    const inline = await reply({ attachment: { data: PNG.toString('base64'), mime: 'image/png' } })
    expect(inline.status).toBe(422)
    expect(await digestOf(db)).toEqual(before)
    expect(await rowsOf(given)).toEqual([])
  })
})

describe('a file', () => {
  it('is uploaded, sent, and opened with its short-lived address', async () => {
    const attachment = await uploaded()
    expect(attachment).toMatchObject({
      type: 'image',
      mime: 'image/png',
      size: PNG.length,
      fileName: 'mesa ñ.png',
      state: 'uploaded',
    })
    const { body } = await reply({ text: 'Así quedó', attachment: { id: attachment.id } })
    expect(body).toMatchObject({ type: 'image', attachments: [{ id: attachment.id, state: 'ready' }] })
    const address = (body.attachments[0]?.url ?? '').replace('http://127.0.0.1/', `${app.url}/`)
    const file = await fetch(address)
    expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true)
    expect(await arrived(1)).toMatchObject([{ type: 'image', body: { image: { caption: 'Así quedó' } } }])
    const again = await reply({ attachment: { id: attachment.id } })
    expect(again, 'one upload is one file of one message').toMatchObject({ status: 404 })
  })

  it('travels inside the message where it is small', async () => {
    const bytes = Buffer.alloc(INLINE_MAX_BYTES, 'texto ')
    const attachment = { data: bytes.toString('base64'), mime: 'text/plain', fileName: '../../lista.txt' }
    const { body, status } = await reply({ attachment })
    expect(status).toBe(202)
    expect(body.attachments).toMatchObject([
      { fileName: 'lista.txt', mime: 'text/plain', size: INLINE_MAX_BYTES },
    ])
    const tooMuch = Buffer.alloc(INLINE_MAX_BYTES + 3).toString('base64')
    const refused = await reply({ attachment: { ...attachment, data: tooMuch } })
    expect(refused.status).toBe(400)
    expect(Object.keys(refused.error?.details.fields ?? {})).toEqual(['attachment.data'])
  })

  it.each([
    ['a form', 415, { body: PNG, headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
    [
      'what curl sends by itself',
      415,
      { body: PNG, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'compressed bytes',
      415,
      { body: PNG, headers: { 'content-type': 'image/png', 'content-encoding': 'gzip' } },
    ],
    ['nothing', 400, { body: new Uint8Array(), headers: { 'content-type': 'image/png' } }],
    [
      'an image beyond 5 MB',
      413,
      { body: Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), headers: { 'content-type': 'image/png' } },
    ],
  ])('that is %s is refused and leaves nothing behind', async (_what, status, init) => {
    const answer = await rest.call('POST', '/uploads', init)
    expect(answer.status).toBe(status)
    expect(await rowsOf(given)).toEqual([])
  })
})

describe('a message to an address', () => {
  it.each([
    ['a phone', () => `+${REGINA.waId}`],
    ['another spelling of the phone', () => '+52 1 33 0000 0112'],
    ['a BSUID', async () => bsuidOf(conversation.contactId)],
  ])('finds the thread by %s', async (_what, address) => {
    const answer = await rest.post<Sent>('/messages', {
      channelId: given.channelId,
      to: await address(),
      text: 'Hola',
    })
    expect(answer).toMatchObject({ status: 202, body: { conversationId: conversation.id, text: 'Hola' } })
  })

  it('of a stranger is refused where the channel may only answer, and leaves nothing behind', async () => {
    const before = await digestOf(given.db)
    const answer = await rest.post('/messages', {
      channelId: given.channelId,
      to: '+5215512345678',
      text: 'Hola',
    })
    expect(answer).toMatchObject({ status: 422, error: { code: 'REPLY_WINDOW_CLOSED' } })
    expect(await digestOf(given.db)).toEqual(before)
    expect(await given.db.orm.select().from(threads).where(own(given.db, threads))).toHaveLength(1)
  })

  it('starts one contact, thread and conversation where the channel has no reply window', async () => {
    const windowless = await serve(withoutReplyWindow(app.process.composed.services))
    const client = openRest(windowless.url, given.key)
    const send = (text: string) =>
      client.post<Sent>('/messages', { channelId: given.channelId, to: '+5215512345678', text })
    const answers = await Promise.all(['uno', 'dos', 'tres', 'cuatro', 'cinco'].map(send))
    await windowless.close()
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
    expect(new Set(answers.map(({ body }) => body.conversationId)).size).toBe(1)
    const started = await rest.get(`/conversations/${answers[0]?.body.conversationId}`)
    expect(started.body).toMatchObject({ number: 2, status: 'open', unreadCount: 0, version: 5 })
    expect((await digestOf(given.db)).contacts).toEqual(['+5215512345678', REGINA.name])
  })

  it('goes to the newest conversation of the thread and opens it again', async () => {
    await rest.patch(`/conversations/${conversation.id}`, { status: 'resolved' })
    const answer = await rest.post<Sent>('/messages', {
      channelId: given.channelId,
      to: `+${REGINA.waId}`,
      text: 'Una cosa más',
    })
    expect(answer.body.conversationId).toBe(conversation.id)
    expect((await rest.get(`/conversations/${conversation.id}`)).body).toMatchObject({ status: 'open' })
  })
})

async function bsuidOf(contactId: string): Promise<string> {
  const { body } = await rest.get<{ identities: { kind: string; value: string }[] }>(`/contacts/${contactId}`)
  return body.identities.find(({ kind }) => kind === 'wa_bsuid')?.value ?? ''
}

/** The same product, had WhatsApp no such rule: what a channel can do is data. */
function withoutReplyWindow(services: AppServices): AppServices {
  const { whatsapp_cloud: adapter } = services.adapters
  const capabilities = { ...adapter.capabilities, replyWindowHours: null }
  const adapters = { whatsapp_cloud: { ...adapter, capabilities } }
  return { ...services, sending: { ...services.sending, adapters } }
}

async function serve(services: AppServices): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(express().use(requestState(services.log), createRestRouter(services)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
