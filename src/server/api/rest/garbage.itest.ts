import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { digestOf } from '../../../../test/harness/digest.ts'
import { givenRest, type GivenRest, type RestClient } from '../../../../test/harness/rest.ts'
import { newId } from '../../../shared/ids.ts'
import { encodeCursor } from '../../platform/cursor.ts'

let app: TestApp
let own: GivenRest
let rest: RestClient
let conversationId: string
beforeAll(async () => {
  app = await startTestApp()
  own = await givenRest(app)
  rest = own.rest
  conversationId = (await own.customerWrites('Hola')).id
})
afterAll(() => app.close())

const LISTS = ['/channels', '/contacts', '/conversations', '/receipts', '/events'] as const

describe('a query', () => {
  const REFUSED = [
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1e1',
    'limit=0x10',
    'limit=',
    'limit=99999999999999999999',
    'limit=ten',
    'limit=1&limit=2',
    'limit[]=1',
    'x=1',
    '__proto__=1',
    'constructor=1',
    '%00=1',
    'toString',
  ]
  it.each(LISTS.flatMap((path) => REFUSED.map((query) => `${path}?${query}`)))(
    '%s is refused with a reason',
    async (path) => {
      const answer = await rest.get(path)
      expect(answer).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
      expect(Object.keys(answer.error?.details.fields ?? {})).toHaveLength(1)
    },
  )

  const forged = (...values: unknown[]) => encodeCursor(values as never)
  const beyondTime = forged(253_402_300_800_000, newId('contact'))
  const RECEIPT_POSITIONS = new Set([forged(1), beyondTime])
  const CURSORS = [
    'x',
    '%00',
    '!!',
    'a'.repeat(201),
    forged(),
    forged(1),
    forged(-1, newId('contact')),
    forged(1e300, newId('conversation')),
    beyondTime,
    forged(1.5, newId('channel')),
    forged('a', 'b'),
    forged(null, null),
    forged({ a: 1 }),
    forged([1], [2]),
    Buffer.from('"x"').toString('base64url'),
    Buffer.from([0xff, 0xfe]).toString('base64url'),
  ]
  const PAGED = [
    '/channels',
    '/contacts',
    '/conversations',
    '/receipts?state=failed',
    '/conversations/:id/messages',
  ]
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
    '/contacts?query=%00',
    '/contacts?query=' + 'a'.repeat(101),
    '/conversations?status=closed',
    '/conversations?contactId=1',
    '/conversations?contactId=' + newId('channel'),
    '/conversations?channelId=%ED%A0%80',
    '/receipts?state=',
    '/events?since=-1',
    '/events?since=1.5',
    '/openapi.json?x=1',
  ])('%s is refused', async (path) => {
    expect((await rest.get(path)).status).toBe(400)
  })

  it.each([
    '%25',
    '_',
    "'",
    '"',
    '\\',
    '%F0%9F%98%80',
    '+',
    '(',
    '0'.repeat(100),
    '%ED%A0%80',
    '***',
    'a b c d e f g h',
  ])('for contacts named %s is only a search', async (text) => {
    expect((await rest.get(`/contacts?query=${text}`)).status).toBe(200)
  })
})

describe('an id', () => {
  const ROUTES_WITH_ID = [
    ['GET', '/channels/:id'],
    ['GET', '/contacts/:id'],
    ['GET', '/conversations/:id'],
    ['PATCH', '/conversations/:id'],
    ['GET', '/conversations/:id/messages'],
    ['POST', '/conversations/:id/messages'],
    ['POST', '/receipts/:id/replay'],
  ] as const
  const IDS = [
    'x',
    '%00',
    '%ED%A0%80',
    '%zz',
    '..%2f..',
    '%27%20or%201=1',
    'msg_00000000000000000000000000',
    'CON_0',
    'a'.repeat(3000),
    'con_zzzzzzzzzzzzzzzzzzzzzzzzzz',
    '__proto__',
    '99999999999999999999',
    '0',
    '-1',
    '1e3',
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
    ['', 400],
    ['{', 400],
    ['{"text":"x"', 400],
    ["{'text':'x'}", 400],
    ['undefined', 400],
    ['{"text":"x"}}', 400],
    ['null', 400],
    ['[]', 400],
    ['"text"', 400],
    ['1', 400],
    ['{}', 400],
    ['[{"text":"x"}]', 400],
    ['{"text":"\\u0000"}', 400],
    ['{"text":"a\\ud800b"}', 400],
    ['{"text":"\\udc00"}', 400],
    ['{"text":["x"]}', 400],
    ['{"text":{"$gt":""}}', 400],
    ['{"text":1e999}', 400],
    ['{"text":null}', 400],
    ['{"text":"   "}', 400],
    [`{"text":"${'x'.repeat(4097)}"}`, 400],
    [`{"text":${NESTED}}`, 400],
    [NESTED, 400],
    ['{"text":"x","workspaceId":"ws_1"}', 400],
    ['{"text":"x","__proto__":{"a":1}}', 400],
    ['{"text":"x","constructor":1}', 400],
    ['{"text":"x","clientToken":"abcdefgh"}', 400],
    ['{"text":"x","quotedMessageId":"1"}', 400],
    ['{"attachment":{}}', 400],
    ['{"attachment":[]}', 400],
    ['{"attachment":{"id":"att_1"}}', 400],
    ['{"attachment":{"data":"","mime":"image/png"}}', 400],
    ['{"attachment":{"data":"%%%%","mime":"image/png"}}', 400],
    ['{"attachment":{"data":"AAAA","mime":"png"}}', 400],
    ['{"attachment":{"data":"AAAA","mime":"a/b","fileName":"\\u0000"}}', 400],
    ['{"attachment":{"data":"AAA","mime":"a/b"}}', 400],
    [`{"text":"${'x'.repeat(1024 * 1024)}"}`, 413],
  ]
  it.each(RAW)('%#: %.60s is refused', async (body, status) => {
    const before = await digestOf(own.db)
    const answer = await rest.call('POST', messages(), { body })
    expect(answer.status).toBe(status)
    expect(await digestOf(own.db)).toEqual(before)
  })

  it('that is not UTF-8 is refused', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"text":"'),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('"}'),
    ])
    expect((await rest.call('POST', messages(), { body: bytes })).error?.code).toBe('BAD_REQUEST')
  })

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json; charset=latin1' }],
    [{ 'content-type': 'application/jsonp' }],
    [{ 'content-type': '' }],
    [{ 'content-encoding': 'gzip' }],
  ])('under %j is refused with 415', async (headers) => {
    expect((await rest.call('POST', messages(), { body: '{"text":"x"}', headers })).status).toBe(415)
  })

  it.each([
    [{}],
    [{ status: 'closed' }],
    [{ status: 'open', version: 0 }],
    [{ status: 'open', version: 1.5 }],
    [{ status: 'open', version: '1' }],
    [{ assigneeId: 'usr_1' }],
    [{ assigneeId: '' }],
    [{ version: 1 }],
    [{ status: 'open', unreadCount: 0 }],
    [{ status: ['open'] }],
  ])('of a change that is %j is refused', async (body) => {
    expect(await rest.patch(`/conversations/${conversationId}`, body)).toMatchObject({
      status: 400,
      error: { code: 'VALIDATION_FAILED' },
    })
  })

  it('of a change with a version beyond all numbers is refused', async () => {
    const answer = await rest.call('PATCH', `/conversations/${conversationId}`, {
      body: '{"status":"open","version":1e400}',
    })
    expect(answer.status).toBe(400)
  })

  it.each([
    '',
    '12',
    'abc',
    '+52 33 abc',
    '+1234567890123456',
    'MX.',
    'mx.123',
    "MX.1'--",
    '\u0000',
    '+52\u0000123456789',
    ['+523300000112'],
    null,
  ])('that sends to %j is refused', async (to) => {
    const answer = await rest.post('/messages', { channelId: own.channelId, to, text: 'Hola' })
    expect(answer).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
    expect(Object.keys(answer.error?.details.fields ?? {})).toEqual(['to'])
  })

  it.each([
    [{}],
    [{ kind: 'telegram' }],
    [{ kind: 'whatsapp_cloud', name: '', credentials: {} }],
    [{ kind: 'whatsapp_cloud', name: 'x', credentials: null }],
    [
      {
        kind: 'whatsapp_cloud',
        name: 'x',
        credentials: { phoneNumberId: '1', wabaId: '22222', accessToken: 'token-token' },
      },
    ],
    [
      {
        kind: 'whatsapp_cloud',
        name: 'x\u0000',
        credentials: { phoneNumberId: '11111', wabaId: '22222', accessToken: 'token-token' },
      },
    ],
    [
      {
        kind: 'whatsapp_cloud',
        name: 'x',
        credentials: { phoneNumberId: '11111', wabaId: '22222', accessToken: 'ña ña ña ña' },
      },
    ],
    [{ kind: 'whatsapp_cloud', name: 'x', id: own?.channelId, credentials: {} }],
  ])('of a channel that is %j is refused', async (body) => {
    expect(await rest.post('/channels', body)).toMatchObject({
      status: 400,
      error: { code: 'VALIDATION_FAILED' },
    })
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
