import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '../../../shared/contracts/accounts.ts'
import type { ErrorBody } from '../../../shared/errors.ts'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import type { Browser } from '../../../../test/harness/http-browser.ts'

let app: TestApp
let victim: Browser

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  victim = await app.signedUp()
})

const OWN = 'http://crm.test'
const JSON_TYPE = { 'content-type': 'application/json' }
const PAGE = { 'x-crm': '1', ...JSON_TYPE }

/** What a page elsewhere can make the victim's browser send, and what only nearly comes from ours. */
const FORGED: [what: string, headers: Record<string, string>][] = [
  ['a form', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }],
  [
    'a form with files',
    { 'sec-fetch-site': 'cross-site', 'content-type': 'multipart/form-data; boundary=x' },
  ],
  ['nothing that tells of its origin', PAGE],
  ['no header of ours', { ...JSON_TYPE, 'sec-fetch-site': 'same-origin', origin: OWN }],
  ['another value in our header', { ...PAGE, 'x-crm': 'true', 'sec-fetch-site': 'same-origin' }],
  ['a foreign origin', { ...PAGE, origin: 'https://evil.test' }],
  ['a foreign origin that begins like ours', { ...PAGE, origin: 'http://crm.test.evil.test' }],
  ['an opaque origin', { ...PAGE, origin: 'null' }],
  ['our name over another scheme and port', { ...PAGE, origin: 'https://crm.test:8443' }],
  ['a cross-site fetch', { ...PAGE, 'sec-fetch-site': 'cross-site' }],
  ['a cross-site fetch that claims our origin', { ...PAGE, 'sec-fetch-site': 'cross-site', origin: OWN }],
  ['a sibling domain', { ...PAGE, 'sec-fetch-site': 'same-site', origin: 'http://other.crm.test' }],
  ['text/plain', { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }],
  [
    'JSON in another type’s clothes',
    { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain; application/json' },
  ],
  [
    'an octet stream',
    { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' },
  ],
  ['no content type', { 'x-crm': '1', 'sec-fetch-site': 'same-origin' }],
]

describe('a call that changes something', () => {
  it.each(FORGED)('is refused with %s, and changes nothing', async (_what, headers) => {
    const calls: [path: string, body: string][] = [
      ['/trpc/me.update', JSON.stringify({ locale: 'en' })],
      ['/trpc/me.update?batch=1', JSON.stringify({ 0: { locale: 'en' } })],
      ['/trpc/auth.signOut', '{}'],
    ]
    for (const [path, body] of calls) {
      const answer = await victim.send(path, { method: 'POST', headers, body })
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('CSRF_REJECTED')
    }
    const { data } = await victim.query<Me | null>('me.get')
    expect(data?.user.locale).toBe('es')
  })

  it.each<[string, Record<string, string>]>([
    ['says same-origin', { ...PAGE, 'sec-fetch-site': 'same-origin' }],
    ['names our origin, without more', { ...PAGE, origin: OWN }],
    [
      'has a charset',
      { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json; charset=utf-8' },
    ],
  ])('is taken from our own page where it %s', async (_what, headers) => {
    const answer = await victim.send('/trpc/me.update', { method: 'POST', headers, body: '{"locale":"en"}' })
    expect(answer.status).toBe(200)
  })

  it('is taken from the host that was called, whatever its public name', async () => {
    const headers = { ...PAGE, origin: app.url }
    const answer = await victim.send('/trpc/me.update', { method: 'POST', headers, body: '{"locale":"en"}' })
    expect(answer.status).toBe(200)
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('does not happen by %s', async (method) => {
    const path = `/trpc/me.update?input=${encodeURIComponent('{"locale":"en"}')}`
    const headers = { ...PAGE, 'sec-fetch-site': 'same-origin' }
    const body = method === 'GET' || method === 'HEAD' ? null : '{"locale":"en"}'
    await victim.send(path, { method, headers, body })
    expect((await victim.query<Me>('me.get')).data.user.locale).toBe('es')
  })

  it.each(
    FORGED.filter(([, headers]) => headers['x-crm'] !== '1' || headers['sec-fetch-site'] !== 'same-origin'),
  )('is no upload with %s either', async (_what, headers) => {
    const answer = await victim.send<ErrorBody>('/media/uploads', {
      method: 'POST',
      headers: { ...headers, 'x-crm-workspace': victim.workspaceId! },
      body: 'bytes',
    })
    expect([answer.status, answer.json.code]).toEqual([403, 'CSRF_REJECTED'])
  })
})
