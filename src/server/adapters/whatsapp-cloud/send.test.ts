import { createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../test/contract/adapter-suite.ts'
import { metaFixture } from '../../../../test/contract/meta-fixtures.ts'
import {
  startScriptedServer,
  type ScriptedServer,
  type SeenRequest,
} from '../../../../test/contract/scripted-server.ts'
import { cloudAdapterAt, CONNECTION, CREDENTIALS } from '../../../../test/contract/whatsapp-cloud.ts'
import type { ChannelAdapter, OutboundMessage } from '../contract/index.ts'
import type { WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'

let server: ScriptedServer
let adapter: ChannelAdapter<WhatsAppCloudCredentials>

beforeAll(async () => {
  server = await startScriptedServer()
  adapter = cloudAdapterAt(server.url)
})
beforeEach(() => void server.seen.splice(0))
afterAll(() => server.close())

const text: OutboundMessage = { to: 'phone:16505551234', opaque: 'outbox:7', text: 'Hola ñ 👩‍👩‍👧' }

function send(out: Partial<OutboundMessage> = {}) {
  return adapter.send({ ...text, ...out }, CONNECTION)
}

function replyWith(fixture: string): void {
  const json = metaFixture(fixture) as Record<string, unknown>
  server.reply({ status: Number(json['_http_status'] ?? 200), json })
}

function bodyOf(request: SeenRequest | undefined): unknown {
  return JSON.parse(request?.body.toString() ?? '')
}

function attachment(parts: Partial<NonNullable<OutboundMessage['attachment']>> & { bytes?: Buffer } = {}) {
  const { bytes = Buffer.from('%PDF-1.7 bytes'), ...rest } = parts
  return {
    type: 'document' as const,
    mime: 'application/pdf',
    fileName: 'Año.pdf',
    size: bytes.length,
    open: () => Readable.from([bytes]),
    ...rest,
  }
}

describe('a text', () => {
  it('goes to the number with a plus, and brings our id along', async () => {
    replyWith('response_wa_send_ok')
    await expect(send({ quotedExternalKey: 'wamid.IN1' })).resolves.toEqual({
      externalKey: 'wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI4MjZGRDA0OUE2OTQ3RkEyMzcA',
    })
    const [request] = server.seen
    expect(request).toMatchObject({ method: 'POST', path: '/v26.0/106540352242922/messages' })
    expect(bodyOf(request)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+16505551234',
      type: 'text',
      text: { preview_url: true, body: text.text },
      context: { message_id: 'wamid.IN1' },
      biz_opaque_callback_data: 'outbox:7',
    })
  })

  it('shows the token in the header alone, and proves that it is used by its app', async () => {
    replyWith('response_wa_send_ok')
    await send()
    const [request] = server.seen
    expect(request?.headers.authorization).toBe(`Bearer ${CREDENTIALS.accessToken}`)
    expect(request?.query).toEqual({
      appsecret_proof: createHmac('sha256', CREDENTIALS.appSecret ?? '')
        .update(CREDENTIALS.accessToken)
        .digest('hex'),
    })
  })

  it('proves nothing without an app secret', async () => {
    replyWith('response_wa_send_ok')
    await adapter.send(text, { ...CONNECTION, credentials: { ...CREDENTIALS, appSecret: undefined } })
    expect(server.seen[0]?.query).toEqual({})
  })

  it('goes to a person without a phone by BSUID', async () => {
    replyWith('response_wa_send_ok_bsuid')
    await expect(send({ to: 'bsuid:US.13491208655302741918' })).resolves.toEqual({ externalKey: 'wamid.BS1' })
    const body = bodyOf(server.seen[0])
    expect(body).toMatchObject({ recipient: 'US.13491208655302741918' })
    expect(body).not.toHaveProperty('to')
  })

  it('learns how WhatsApp spells the number', async () => {
    server.reply({
      json: {
        contacts: [{ input: '+525512345678', wa_id: '5215512345678' }],
        messages: [{ id: 'wamid.MX' }],
      },
    })
    await expect(send({ to: 'phone:525512345678' })).resolves.toEqual({
      externalKey: 'wamid.MX',
      recipientAlias: '5215512345678',
    })
  })
})

describe('a file', () => {
  it('is uploaded, then sent with its caption and name', async () => {
    replyWith('response_wa_media_upload')
    replyWith('response_wa_send_ok')
    await send({ text: 'Su factura', attachment: attachment() })
    const [upload, message] = server.seen
    expect(upload).toMatchObject({ method: 'POST', path: '/v26.0/106540352242922/media' })
    const form = await new Response(Uint8Array.from(upload?.body ?? []), {
      headers: { 'content-type': upload?.headers['content-type'] ?? '' },
    }).formData()
    const file = form.get('file') as File
    expect([form.get('messaging_product'), form.get('type')]).toEqual(['whatsapp', 'application/pdf'])
    expect([file.name, file.type, await file.text()]).toEqual([
      'Año.pdf',
      'application/pdf',
      '%PDF-1.7 bytes',
    ])
    expect(upload?.headers['content-length']).toBe(String(upload?.body.length))
    expect(bodyOf(message)).toMatchObject({
      type: 'document',
      document: { id: '1037543291543636', caption: 'Su factura', filename: 'Año.pdf' },
    })
  })

  it('may have any name without breaking the form', async () => {
    replyWith('response_wa_media_upload')
    replyWith('response_wa_send_ok')
    await send({ attachment: attachment({ fileName: 'a"\r\nX-Evil: 1\r\n.pdf' }) })
    expect(server.seen[0]?.body.toString()).toContain('filename="a%22%0D%0AX-Evil: 1%0D%0A.pdf"')
  })

  it.each([
    ['image', 'image/jpeg', { image: { id: '1037543291543636', caption: text.text } }],
    ['video', 'video/mp4', { video: { id: '1037543291543636', caption: text.text } }],
  ] as const)('%s', async (type, mime, content) => {
    replyWith('response_wa_media_upload')
    replyWith('response_wa_send_ok')
    await send({ attachment: attachment({ type, mime }) })
    const body = bodyOf(server.seen[1])
    expect(body).toMatchObject({ type })
    expect((body as Record<string, unknown>)[type]).toEqual(Object.values(content)[0])
  })

  it.each([
    ['audio/ogg; codecs=opus', { id: '1037543291543636', voice: true }],
    ['audio/mpeg', { id: '1037543291543636' }],
  ])('%s, which has no caption', async (mime, audio) => {
    replyWith('response_wa_media_upload')
    replyWith('response_wa_send_ok')
    await send({ text: undefined, attachment: attachment({ type: 'audio', mime }) })
    expect(bodyOf(server.seen[1])).toMatchObject({ type: 'audio', audio })
    expect((bodyOf(server.seen[1]) as { audio: object }).audio).toEqual(audio)
  })

  it('of some megabytes arrives byte for byte', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024, 'crm-')
    const chunks = Array.from({ length: 48 }, (_, part) => bytes.subarray(part * 65_536, (part + 1) * 65_536))
    replyWith('response_wa_media_upload')
    replyWith('response_wa_send_ok')
    await send({ attachment: attachment({ bytes, open: () => Readable.from(chunks) }) })
    expect(server.seen[0]?.body.includes(bytes)).toBe(true)
  })

  it.each([
    ['of a type WhatsApp does not take', { mime: 'application/x-msdownload' }, 'file_type'],
    ['of a type that is no image', { type: 'image', mime: 'image/gif' }, 'file_type'],
    ['as a sticker, which we do not send', { type: 'sticker', mime: 'image/webp' }, 'file_type'],
    ['too big', { type: 'image', mime: 'image/png', size: 5 * 1024 * 1024 + 1 }, 'file_too_big'],
  ] as const)('%s is refused before Meta hears of it', async (_why, parts, code) => {
    expect(await failureOf(send({ attachment: attachment(parts) }))).toMatchObject({
      outcome: 'refused',
      reason: 'rejected',
      error: { code, advice: 'change_file' },
    })
    expect(server.seen).toEqual([])
  })

  it('never loses the text that cannot go with audio', async () => {
    expect(
      await failureOf(send({ attachment: attachment({ type: 'audio', mime: 'audio/mpeg' }) })),
    ).toMatchObject({
      outcome: 'refused',
      error: { code: 'text_with_audio' },
    })
  })

  it.each([
    ['a cut connection', 'cut' as const],
    ['a page of HTML', { status: 502, text: '<html>' }],
    ['an answer without an id', { json: {} }],
  ])('whose upload ends in %s was not sent', async (_why, reply) => {
    server.reply(reply)
    expect(await failureOf(send({ attachment: attachment() }))).toMatchObject({
      outcome: 'refused',
      reason: 'temporary',
    })
    expect(server.seen.filter((request) => request.path.endsWith('/messages'))).toEqual([])
  })

  it('that is shorter than it said was not sent', async () => {
    expect(await failureOf(send({ attachment: attachment({ size: 999 }) }))).toMatchObject({
      outcome: 'refused',
      reason: 'temporary',
    })
    expect(server.seen).toEqual([])
  })
})

describe('what may have been sent is unknown', () => {
  it.each([
    ['the connection is cut after the request', 'cut' as const],
    ['a page of HTML with 500', { status: 500, text: '<html>Sorry, something went wrong.</html>' }],
    ['a 200 that is no JSON', { text: 'OK' }],
    ['a 200 that names no message', { json: { messages: [] } }],
    ['a 503 whose JSON has no code', { status: 503, json: { error: 'upstream' } }],
  ])('%s', async (_why, reply) => {
    server.reply(reply)
    expect(await failureOf(send())).toMatchObject({
      outcome: 'unknown',
      error: { code: 'unknown_outcome', advice: 'decide_unknown' },
    })
  })

  it('Meta does not answer in time', async () => {
    server.reply('hang')
    expect(await failureOf(cloudAdapterAt(server.url, 200).send(text, CONNECTION))).toMatchObject({
      outcome: 'unknown',
    })
  })
})

describe('what was refused says why', () => {
  it.each([
    ['response_wa_error_130429_rate_limit', 'rate_limited', 'retry_later', 5_000],
    ['response_wa_error_80007_waba_rate', 'rate_limited', 'retry_later', 60_000],
    ['response_wa_error_131047_reengagement', 'window_closed', 'use_template', undefined],
    ['response_wa_error_190_token_expired', 'auth_expired', 'reconnect_channel', undefined],
    ['response_wa_error_100_invalid_parameter', 'rejected', 'contact_support', undefined],
    ['response_wa_error_368_policy_block', 'channel_blocked', 'account_blocked', undefined],
  ])('%s', async (fixture, ...[reason, advice, retryAfterMs]) => {
    replyWith(fixture)
    const error = await failureOf(send())
    expect(error).toMatchObject({ outcome: 'refused', reason, error: { advice } })
    expect(error.retryAfterMs).toBe(retryAfterMs)
  })

  it('waits as long as Meta says', async () => {
    const usage = {
      '102290129340398': [{ type: 'whatsapp', call_count: 100, estimated_time_to_regain_access: 7 }],
    }
    server.reply({
      status: 400,
      json: metaFixture('response_wa_error_80007_waba_rate'),
      headers: { 'x-business-use-case-usage': JSON.stringify(usage) },
    })
    expect((await failureOf(send())).retryAfterMs).toBe(7 * 60_000)
  })

  it.each([301, 404, 413, 429])('an HTML page with %i was certainly not carried out', async (status) => {
    server.reply({ status, text: '<html>', headers: { location: 'http://127.0.0.1:1/' } })
    expect(await failureOf(send())).toMatchObject({ outcome: 'refused', reason: 'temporary' })
    expect(server.seen).toHaveLength(1)
  })
})

describe('a read receipt', () => {
  it('names the message', async () => {
    server.reply({ json: { success: true } })
    await adapter.markRead('wamid.IN1', CONNECTION)
    expect(bodyOf(server.seen[0])).toEqual({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.IN1',
    })
  })

  it('can be repeated, so nothing of it is unknown', async () => {
    server.reply('cut')
    expect(await failureOf(adapter.markRead('wamid.IN1', CONNECTION))).toMatchObject({ outcome: 'refused' })
  })
})
