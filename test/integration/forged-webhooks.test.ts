import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, VERIFY_TOKEN, type TestApp } from '../harness/app.ts'
import { digestOf } from '../harness/digest.ts'
import { givenLightChannel, type LightChannel } from '../harness/light.ts'
import { fixture, FIXTURE_A, postWebhook, sign } from '../harness/webhooks.ts'

let app: TestApp
let channel: LightChannel
beforeAll(async () => {
  app = await startTestApp()
  channel = await givenLightChannel(app)
})
afterAll(() => app.close())

const body = () => fixture('wa_in_text', [[FIXTURE_A, channel]])
const mac = (text: string, secret = app.fake.appSecret) =>
  createHmac('sha256', secret).update(text).digest('hex')

describe('a webhook that Meta did not sign', () => {
  it.each<[string, () => { body: string; headers: Record<string, string> }]>([
    ['has no signature', () => ({ body: body(), headers: {} })],
    ['has an empty one', () => ({ body: body(), headers: { 'x-hub-signature-256': '' } })],
    [
      'has a short one',
      () => ({ body: body(), headers: { 'x-hub-signature-256': `sha256=${mac(body()).slice(0, 40)}` } }),
    ],
    [
      'is in upper case',
      () => ({ body: body(), headers: { 'x-hub-signature-256': `sha256=${mac(body()).toUpperCase()}` } }),
    ],
    ['uses SHA-1', () => ({ body: body(), headers: { 'x-hub-signature-256': `sha1=${mac(body())}` } })],
    [
      'has only the old header',
      () => ({ body: body(), headers: { 'x-hub-signature': `sha256=${mac(body())}` } }),
    ],
    [
      'is signed with another secret',
      () => ({ body: body(), headers: { 'x-hub-signature-256': sign(body(), 'another app') } }),
    ],
    [
      'is signed with nothing',
      () => ({ body: body(), headers: { 'x-hub-signature-256': sign(body(), '') } }),
    ],
    [
      'was changed by one byte',
      () => ({ body: `${body()} `, headers: { 'x-hub-signature-256': sign(body(), app.fake.appSecret) } }),
    ],
    [
      'was written anew',
      () => ({
        body: JSON.stringify(JSON.parse(body())),
        headers: { 'x-hub-signature-256': sign(body(), app.fake.appSecret) },
      }),
    ],
    [
      'is two signatures in one',
      () => ({
        body: body(),
        headers: { 'x-hub-signature-256': `${sign(body(), app.fake.appSecret)}, ${sign(body(), 'x')}` },
      }),
    ],
  ])('is refused where it %s', async (_why, forge) => {
    const forged = forge()
    const answer = await postWebhook(app, forged.body, { headers: forged.headers })
    expect(answer.status).toBe(401)
    expect((await digestOf(channel.db)).messages).toEqual([])
  })

  it('is refused where it is compressed or too large', async () => {
    const zipped = new Uint8Array(gzipSync(body()))
    const headers = { 'content-encoding': 'gzip', 'x-hub-signature-256': sign(zipped, app.fake.appSecret) }
    expect((await postWebhook(app, zipped, { headers })).status).toBe(415)
    const huge = `{"object":"${'x'.repeat(4 * 1024 * 1024)}"}`
    expect(await chunked(huge)).toBe(413)
  })
})

/** Without a content-length, so that only counting finds the end. */
function chunked(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(`${app.url}/webhooks/meta`, { method: 'POST' }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.on('error', reject)
    call.write(text)
    call.end()
  })
}

describe('a signed webhook', () => {
  it('is taken whatever its content type says', async () => {
    const headers = { 'content-type': 'text/plain', 'x-hub-signature-256': sign(body(), app.fake.appSecret) }
    expect((await postWebhook(app, body(), { headers })).status).toBe(200)
    expect((await digestOf(channel.db)).messages).toHaveLength(1)
  })

  it.each([
    ['not JSON', '{"object":', 400],
    ['an array', '[]', 200],
    ['null', 'null', 200],
    ['a number', '7', 200],
    ['of another product', '{"object":"group","entry":[]}', 200],
    [
      'full of wrong types',
      '{"object":"whatsapp_business_account","entry":[{"changes":{"value":[]}},null,3]}',
      200,
    ],
    ['with a message that is a list', wrongMessage('[]'), 200],
    ['with a message without id', wrongMessage('{"type":"text","from":"5233"}'), 200],
    [
      'with NUL in a text',
      wrongMessage(
        '{"id":"wamid.NUL","from":"523300000001","timestamp":"1760000000","type":"text","text":{"body":"a\\u0000b"}}',
      ),
      200,
    ],
    [
      'with half a character',
      wrongMessage(
        '{"id":"wamid.HALF","from":"523300000001","timestamp":"1760000000","type":"text","text":{"body":"a\\ud800b"}}',
      ),
      200,
    ],
    [
      'with a time before time',
      wrongMessage(
        '{"id":"wamid.OLD","from":"523300000001","timestamp":"-5","type":"text","text":{"body":"x"}}',
      ),
      200,
    ],
    [
      'with a time that is a word',
      wrongMessage(
        '{"id":"wamid.WORD","from":"523300000001","timestamp":"soon","type":"text","text":{"body":"x"}}',
      ),
      200,
    ],
    [
      'with an endless id',
      wrongMessage(
        `{"id":"wamid.${'x'.repeat(300)}","from":"523300000001","timestamp":"1760000000","type":"text","text":{"body":"x"}}`,
      ),
      200,
    ],
    [
      'with an endless text',
      wrongMessage(
        `{"id":"wamid.LONG","from":"523300000001","timestamp":"1760000000","type":"text","text":{"body":"${'x'.repeat(70_000)}"}}`,
      ),
      200,
    ],
  ])('%s ends well: stored, or visible as failed', async (_what, text, status) => {
    const target = await givenLightChannel(app)
    const addressed = text.replaceAll('PHONE', target.phoneNumberId).replaceAll('WABA', target.wabaId)
    const answer = await postWebhook(app, addressed)
    expect(answer.status).toBe(status)
    if (!text.includes('PHONE')) return
    const digest = await digestOf(target.db)
    const forOperator = await unroutedOf(target.phoneNumberId)
    expect(digest.messages.length + digest.failedReceipts + forOperator).toBe(1)
  })

  it('of an app of the customer needs that app’s secret', async () => {
    const own = await givenOwnApp()
    expect(
      (
        await postWebhook(app, own.body, {
          headers: { 'x-hub-signature-256': sign(own.body, 'secret-of-their-app') },
        })
      ).status,
    ).toBe(200)
    expect((await digestOf(own.db)).messages).toHaveLength(1)
    const other = await givenOwnApp()
    expect((await postWebhook(app, other.body)).status).toBe(200)
    expect((await digestOf(other.db)).messages).toEqual([])
  })
})

async function unroutedOf(phoneNumberId: string): Promise<number> {
  const sql = 'SELECT COUNT(*) AS n FROM unrouted_items WHERE external_account_id = ?'
  const [rows] = await app.process.composed.pools.web.query(sql, [phoneNumberId])
  return (rows as { n: number }[])[0]?.n ?? 0
}

function wrongMessage(message: string): string {
  return `{"object":"whatsapp_business_account","entry":[{"id":"WABA","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"PHONE"},"contacts":[],"messages":[${message}]}}]}]}`
}

async function givenOwnApp() {
  const { connectChannel } = await import('../../src/server/modules/channels/index.ts')
  const made = await givenLightChannel(app)
  const { services } = app.process.composed
  const [phoneNumberId, wabaId] = [`9${made.phoneNumberId.slice(1)}`, `9${made.wabaId.slice(1)}`]
  app.fake.control.addNumber({
    phoneNumberId,
    wabaId,
    displayPhoneNumber: '+52 33 0000 0101',
    verifiedName: 'Propia',
    accessToken: `token-${phoneNumberId}`,
    appSecret: 'secret-of-their-app',
  })
  await connectChannel(services.channels, made.db, {
    kind: 'whatsapp_cloud',
    name: 'App propia',
    credentials: {
      phoneNumberId,
      wabaId,
      accessToken: `token-${phoneNumberId}`,
      appSecret: 'secret-of-their-app',
    },
  })
  return { db: made.db, body: fixture('wa_in_text', [[FIXTURE_A, { phoneNumberId, wabaId }]]) }
}

describe('Meta’s question whether the address is ours', () => {
  const ask = (token: string, path = '/webhooks/meta') =>
    fetch(
      `${app.url}${path}?hub.mode=subscribe&hub.verify_token=${encodeURIComponent(token)}&hub.challenge=1158201444`,
    )

  it('gets the bare challenge for the right token', async () => {
    const answer = await ask(VERIFY_TOKEN)
    expect([answer.status, await answer.text()]).toEqual([200, '1158201444'])
  })

  it('gets 403 for a wrong one, and the channel shows it', async () => {
    expect((await ask('wrong')).status).toBe(403)
    expect((await ask('wrong', `/webhooks/meta/${channel.channelId}`)).status).toBe(403)
    const [row] = await channel.db.rows<{ health: unknown }>(
      'SELECT health FROM channels WHERE workspace_id = ?',
      [Buffer.from((await import('../../src/shared/ids.ts')).idToBytes(channel.workspaceId))],
    )
    expect(JSON.stringify(row?.health)).toContain('verify_token_mismatch')
  })

  it('gets 404 where the channel does not exist', async () => {
    expect((await ask(VERIFY_TOKEN, '/webhooks/meta/chn_00000000000000000000000000')).status).toBe(404)
  })
})
