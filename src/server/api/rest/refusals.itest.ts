import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { digestOf } from '../../../../test/harness/digest.ts'
import { givenWorkspace } from '../../../../test/harness/given.ts'
import { givenRest, openRest, type GivenRest, type RestClient } from '../../../../test/harness/rest.ts'
import { newId } from '../../../shared/ids.ts'
import { createApiKey, revokeApiKey } from '../../modules/accounts/index.ts'
import { encodeCursor } from '../../platform/cursor.ts'
import { requestState } from '../../platform/http/index.ts'
import { createRestRouter } from './index.ts'

let app: TestApp
let own: GivenRest
let foreign: GivenRest
let rest: RestClient
let conversationId: string
beforeAll(async () => {
  app = await startTestApp()
  own = await givenRest(app)
  foreign = await givenRest(app)
  rest = own.rest
  conversationId = (await own.customerWrites('Hola')).id
})
afterAll(() => app.close())

describe('a caller', () => {
  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['another scheme', 'Basic YTpi'],
    ['a word', 'Bearer x'],
    ['two words', 'Bearer a b'],
    ['an unknown key', `Bearer crm_${'0'.repeat(26)}_${'A'.repeat(43)}`],
    ['control characters', 'Bearer crm_\t'],
  ])('with %s is told to bring a key', async (_what, authorization) => {
    const response = await fetch(`${app.url}/api/v1/contacts`, { headers: authorization === undefined ? {} : { authorization } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await response.json()).toMatchObject({ error: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') } })
  })

  it('with a revoked key is nobody', async () => {
    const { id, key } = await createApiKey(own.db, { name: 'Kurz' })
    const client = openRest(`${app.url}/api/v1`, key)
    expect((await client.get('/contacts')).status).toBe(200)
    await revokeApiKey(app.process.composed.services, own.db, id)
    expect((await client.get('/contacts')).status).toBe(401)
  })

  it('with a session cookie alone is nobody, and a key is not changed by one', async () => {
    const { owner } = await givenWorkspace(app)
    const headers = { ...owner.browser.headers(), authorization: '' }
    expect((await rest.call('GET', '/contacts', { headers })).status).toBe(401)
    const both = await rest.call<{ data: unknown[] }>('GET', '/contacts', { headers: { cookie: owner.browser.cookie() } })
    expect(both.body.data).toHaveLength(1)
    expect(both.headers.get('set-cookie')).toBeNull()
  })

  it('who calls too often waits, and others do not', async () => {
    const { services } = app.process.composed
    const server = createServer(express().use(requestState(services.log), createRestRouter(services, { callsPerMinute: 3 })))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { key } = await createApiKey(own.db, { name: 'Eilig' })
    const hasty = openRest(url, key)
    const answers = []
    for (let n = 0; n < 5; n++) answers.push(await hasty.get('/channels'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
    expect(answers[4]?.error?.code).toBe('RATE_LIMITED')
    expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await openRest(url, foreign.key).get('/channels')).status).toBe(200)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('an address', () => {
  it.each(['/nothing', '/contacts/', '/Contacts', '/contacts/x/y', '/%zz', '//contacts'])('%s is not one', async (path) => {
    const answer = await fetch(`${app.url}/api/v1${path}`, { headers: { authorization: `Bearer ${own.key}` } })
    expect([400, 404]).toContain(answer.status)
    expect(await answer.json()).toMatchObject({ error: { code: expect.stringMatching(/NOT_FOUND|BAD_REQUEST/) } })
  })

  it.each([
    ['DELETE', '/contacts', 'GET, HEAD'],
    ['PUT', '/channels', 'GET, HEAD, POST'],
    ['POST', '/conversations/x', 'GET, HEAD, PATCH'],
    ['OPTIONS', '/messages', 'POST'],
    ['GET', '/uploads', 'POST'],
  ])('answers %s %s with what it takes', async (method, path, allow) => {
    const response = await fetch(`${app.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${own.key}` } })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
    expect(await response.json()).toMatchObject({ error: { code: 'METHOD_NOT_ALLOWED' } })
  })

  it('answers HEAD as it would GET, without the body', async () => {
    expect(await rest.call('HEAD', '/contacts')).toMatchObject({ status: 200, body: {} })
  })
})

describe('what belongs to another workspace', () => {
  it('is not found, whatever names it, and stays as it was', async () => {
    const theirs = await foreign.customerWrites('Privado')
    const upload = await foreign.rest.call<{ id: string }>('POST', '/uploads', { body: 'x', headers: { 'content-type': 'text/plain' } })
    const thread = await foreign.rest.get<{ data: { id: string }[] }>(`/conversations/${theirs.id}/messages`)
    const receipts = await foreign.rest.get<{ data: { id: number }[] }>('/receipts?state=done')
    const messages = `/conversations/${conversationId}/messages`
    const before = [await digestOf(foreign.db), await digestOf(own.db)]
    const answers = [
      await rest.get(`/channels/${foreign.channelId}`),
      await rest.get(`/contacts/${theirs.contactId}`),
      await rest.get(`/conversations/${theirs.id}`),
      await rest.patch(`/conversations/${theirs.id}`, { status: 'resolved' }),
      await rest.patch(`/conversations/${theirs.id}`, { assigneeId: newId('user') }),
      await rest.get(`/conversations/${theirs.id}/messages`),
      await rest.post(`/conversations/${theirs.id}/messages`, { text: 'Hola' }, 'k1'),
      await rest.post(messages, { text: 'Hola', quotedMessageId: thread.body.data[0]?.id }),
      await rest.post(messages, { attachment: { id: upload.body.id } }),
      await rest.post('/messages', { channelId: foreign.channelId, to: '+523300000112', text: 'Hola' }),
      await rest.call('POST', `/receipts/${receipts.body.data[0]?.id}/replay`),
    ]
    for (const answer of answers) expect(answer).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    for (const filter of [`contactId=${theirs.contactId}`, `channelId=${foreign.channelId}`])
      expect((await rest.get(`/conversations?${filter}`)).body).toEqual({ data: [], nextCursor: null })
    expect([await digestOf(foreign.db), await digestOf(own.db)]).toEqual(before)
    expect((await foreign.rest.get(`/conversations/${theirs.id}`)).body).toMatchObject({ status: 'open', version: 1 })
  })
})

const LISTS = ['/channels', '/contacts', '/conversations', '/receipts', '/events'] as const

describe('a query', () => {
  const REFUSED = [
    'limit=0', 'limit=101', 'limit=-1', 'limit=1e1', 'limit=0x10', 'limit=', 'limit=99999999999999999999', 'limit=ten',
    'limit=1&limit=2', 'limit[]=1', 'x=1', '__proto__=1', 'constructor=1', '%00=1', 'toString',
  ]
  it.each(LISTS.flatMap((path) => REFUSED.map((query) => `${path}?${query}`)))('%s is refused with a reason', async (path) => {
    const answer = await rest.get(path)
    expect(answer).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
    expect(Object.keys(answer.error?.details.fields ?? {})).toHaveLength(1)
  })

  const forged = (...values: unknown[]) => encodeCursor(values as never)
  const beyondTime = forged(253_402_300_800_000, newId('contact'))
  const RECEIPT_POSITIONS = new Set([forged(1), beyondTime])
  const CURSORS = [
    'x', '%00', '!!', 'a'.repeat(201), forged(), forged(1), forged(-1, newId('contact')), forged(1e300, newId('conversation')),
    beyondTime, forged(1.5, newId('channel')), forged('a', 'b'), forged(null, null),
    forged({ a: 1 }), forged([1], [2]), Buffer.from('"x"').toString('base64url'), Buffer.from([0xff, 0xfe]).toString('base64url'),
  ]
  const PAGED = ['/channels', '/contacts', '/conversations', '/receipts?state=failed', '/conversations/:id/messages']
  it.each(PAGED)('of %s with a cursor that it never gave out is refused', async (path) => {
    for (const cursor of CURSORS) {
      const separator = path.includes('?') ? '&' : '?'
      const answer = await rest.get(`${path.replace(':id', conversationId)}${separator}cursor=${cursor}`)
      // Among receipts a number alone is a position, and there is nothing else to be wrong.
      const isPosition = path.startsWith('/receipts') && RECEIPT_POSITIONS.has(cursor)
      expect(answer.status, `${path} ${cursor}`).toBe(isPosition ? 200 : 400)
    }
  })

  it.each([
    '/contacts?query=%00', '/contacts?query=' + 'a'.repeat(101), '/conversations?status=closed', '/conversations?contactId=1',
    '/conversations?contactId=' + newId('channel'), '/conversations?channelId=%ED%A0%80', '/receipts?state=', '/events?since=-1',
    '/events?since=1.5', '/openapi.json?x=1',
  ])('%s is refused', async (path) => {
    expect((await rest.get(path)).status).toBe(400)
  })

  it.each(['%25', '_', "'", '"', '\\', '%F0%9F%98%80', '+', '(', '0'.repeat(100), '%ED%A0%80', '***', 'a b c d e f g h'])(
    'for contacts named %s is only a search',
    async (text) => {
      expect((await rest.get(`/contacts?query=${text}`)).status).toBe(200)
    },
  )
})

describe('an id', () => {
  const ROUTES_WITH_ID = [
    ['GET', '/channels/:id'], ['GET', '/contacts/:id'], ['GET', '/conversations/:id'], ['PATCH', '/conversations/:id'],
    ['GET', '/conversations/:id/messages'], ['POST', '/conversations/:id/messages'], ['POST', '/receipts/:id/replay'],
  ] as const
  const IDS = [
    'x', '%00', '%ED%A0%80', '%zz', '..%2f..', '%27%20or%201=1', 'msg_00000000000000000000000000', 'CON_0', 'a'.repeat(3000),
    'con_zzzzzzzzzzzzzzzzzzzzzzzzzz', '__proto__', '99999999999999999999', '0', '-1', '1e3',
  ]
  it.each(ROUTES_WITH_ID)('of %s %s that is none is refused', async (method, path) => {
    for (const id of IDS) {
      const init = { headers: {}, ...(method !== 'GET' && { body: { text: 'x', status: 'open' } }) }
      const { status } = await rest.call(method, path.replace(':id', id), init)
      expect([400, 404], `${path} ${id}`).toContain(status)
    }
  })
})

describe('a body', () => {
  const messages = () => `/conversations/${conversationId}/messages`
  const NESTED = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const RAW: [string, number][] = [
    ['', 400], ['{', 400], ['{"text":"x"', 400], ["{'text':'x'}", 400], ['undefined', 400], ['{"text":"x"}}', 400],
    ['null', 400], ['[]', 400], ['"text"', 400], ['1', 400], ['{}', 400], ['[{"text":"x"}]', 400],
    ['{"text":"\\u0000"}', 400], ['{"text":"a\\ud800b"}', 400], ['{"text":"\\udc00"}', 400], ['{"text":["x"]}', 400],
    ['{"text":{"$gt":""}}', 400], ['{"text":1e999}', 400], ['{"text":null}', 400], ['{"text":"   "}', 400],
    [`{"text":"${'x'.repeat(4097)}"}`, 400], [`{"text":${NESTED}}`, 400], [NESTED, 400],
    ['{"text":"x","workspaceId":"ws_1"}', 400], ['{"text":"x","__proto__":{"a":1}}', 400], ['{"text":"x","constructor":1}', 400],
    ['{"text":"x","clientToken":"abcdefgh"}', 400], ['{"text":"x","quotedMessageId":"1"}', 400],
    ['{"attachment":{}}', 400], ['{"attachment":[]}', 400], ['{"attachment":{"id":"att_1"}}', 400],
    ['{"attachment":{"data":"","mime":"image/png"}}', 400], ['{"attachment":{"data":"%%%%","mime":"image/png"}}', 400],
    ['{"attachment":{"data":"AAAA","mime":"png"}}', 400], ['{"attachment":{"data":"AAAA","mime":"a/b","fileName":"\\u0000"}}', 400],
    ['{"attachment":{"data":"AAA","mime":"a/b"}}', 400], [`{"text":"${'x'.repeat(1024 * 1024)}"}`, 413],
  ]
  it.each(RAW)('%#: %.60s is refused', async (body, status) => {
    const before = await digestOf(own.db)
    const answer = await rest.call('POST', messages(), { body })
    expect(answer.status).toBe(status)
    expect(await digestOf(own.db)).toEqual(before)
  })

  it('that is not UTF-8 is refused', async () => {
    const bytes = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')])
    expect((await rest.call('POST', messages(), { body: bytes })).error?.code).toBe('BAD_REQUEST')
  })

  it.each([
    [{ 'content-type': 'text/plain' }], [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json; charset=latin1' }], [{ 'content-type': 'application/jsonp' }],
    [{ 'content-type': '' }], [{ 'content-encoding': 'gzip' }],
  ])('under %j is refused with 415', async (headers) => {
    expect((await rest.call('POST', messages(), { body: '{"text":"x"}', headers })).status).toBe(415)
  })

  it.each([
    [{}], [{ status: 'closed' }], [{ status: 'open', version: 0 }], [{ status: 'open', version: 1.5 }], [{ status: 'open', version: '1' }],
    [{ assigneeId: 'usr_1' }], [{ assigneeId: '' }], [{ version: 1 }], [{ status: 'open', unreadCount: 0 }], [{ status: ['open'] }],
  ])('of a change that is %j is refused', async (body) => {
    expect(await rest.patch(`/conversations/${conversationId}`, body)).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
  })

  it('of a change with a version beyond all numbers is refused', async () => {
    const answer = await rest.call('PATCH', `/conversations/${conversationId}`, { body: '{"status":"open","version":1e400}' })
    expect(answer.status).toBe(400)
  })

  it.each(['', '12', 'abc', '+52 33 abc', '+1234567890123456', 'MX.', 'mx.123', "MX.1'--", '\u0000', '+52\u0000123456789', ['+523300000112'], null])(
    'that sends to %j is refused',
    async (to) => {
      const answer = await rest.post('/messages', { channelId: own.channelId, to, text: 'Hola' })
      expect(answer).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
      expect(Object.keys(answer.error?.details.fields ?? {})).toEqual(['to'])
    },
  )

  it.each([
    [{}], [{ kind: 'telegram' }], [{ kind: 'whatsapp_cloud', name: '', credentials: {} }], [{ kind: 'whatsapp_cloud', name: 'x', credentials: null }],
    [{ kind: 'whatsapp_cloud', name: 'x', credentials: { phoneNumberId: '1', wabaId: '22222', accessToken: 'token-token' } }],
    [{ kind: 'whatsapp_cloud', name: 'x\u0000', credentials: { phoneNumberId: '11111', wabaId: '22222', accessToken: 'token-token' } }],
    [{ kind: 'whatsapp_cloud', name: 'x', credentials: { phoneNumberId: '11111', wabaId: '22222', accessToken: 'ña ña ña ña' } }],
    [{ kind: 'whatsapp_cloud', name: 'x', id: own?.channelId, credentials: {} }],
  ])('of a channel that is %j is refused', async (body) => {
    expect(await rest.post('/channels', body)).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
  })

  it('that tells of a mistake names the field and the reason', async () => {
    const answer = await rest.post(messages(), { text: 5, attachement: {} })
    expect(answer.error).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { fields: { text: expect.any(String), attachement: 'is not known here' } },
    })
    expect(answer.error?.message).toContain('attachement: is not known here')
  })
})
