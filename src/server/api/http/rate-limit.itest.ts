import { afterEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'

let app: TestApp
afterEach(() => app.close())

const withHops = async (hops: number, limits = { callsPerMinute: 20, signInsPerMinute: 5 }) => {
  app = await startTestApp({ env: { TRUST_PROXY_HOPS: String(hops) }, limits })
}

const call = (headers: Record<string, string> = {}, path = '/trpc/me.get') =>
  app.browser().send(path, { headers })

async function passed(headersOf: (n: number) => Record<string, string>, times = 30): Promise<number> {
  const answers = await Promise.all(Array.from({ length: times }, (_, n) => call(headersOf(n))))
  return answers.filter((answer) => answer.status === 200).length
}

const random = () => Array.from({ length: 4 }, () => Math.floor(Math.random() * 256)).join('.')

describe('a limit', () => {
  it('is not fooled by headers that a client makes up', async () => {
    await withHops(0)
    const count = await passed(() => ({
      'x-forwarded-for': `${random()}, ${random()}`,
      'x-real-ip': random(),
      forwarded: `for=${random()}`,
    }))
    expect(count).toBe(20)
  })

  it('behind one proxy counts whom that proxy names, and not what the client wrote ahead', async () => {
    await withHops(1)
    expect(await passed(() => ({ 'x-forwarded-for': `${random()}, 203.0.113.7` }))).toBe(20)
    expect((await call({ 'x-forwarded-for': '203.0.113.7, 203.0.113.8' })).status).toBe(200)
  })

  it.each([
    { what: 'IPv4 as itself and mapped', one: '203.0.113.9', other: '::ffff:203.0.113.9', status: 429 },
    { what: 'IPv6 of one household', one: '2001:db8:1:2:3::1', other: '2001:db8:1:2f::9', status: 429 },
    { what: 'IPv6 of another', one: '2001:db8:1:2:3::1', other: '2001:db8:1:100::1', status: 200 },
    { what: 'mapped addresses', one: '::ffff:203.0.113.9', other: '::ffff:203.0.113.10', status: 200 },
  ])('knows $what', async ({ one, other, status }) => {
    await withHops(1)
    expect(await passed(() => ({ 'x-forwarded-for': one }))).toBe(20)
    expect((await call({ 'x-forwarded-for': other })).status).toBe(status)
  })

  it('counts the calls in a batch, not the requests', async () => {
    await withHops(0)
    const batch = `/trpc/${Array(10).fill('me.get').join(',')}?batch=1&input={}`
    expect((await call({}, batch)).status).toBe(200)
    expect((await call({}, batch)).status).toBe(200)
    expect((await call({}, batch)).status).toBe(429)
  })

  it('says how long to wait, in the form of every other error', async () => {
    await withHops(0, { callsPerMinute: 0, signInsPerMinute: 5 })
    const browser = app.browser()
    const { status, error, headers } = await browser.query('me.get')
    expect([status, error?.code]).toEqual([429, 'RATE_LIMITED'])
    expect(error?.details.retryAfterSeconds).toBeGreaterThan(0)
    expect(error?.details.retryAfterSeconds).toBeLessThanOrEqual(60)
    expect(headers['retry-after']).toBe(String(error?.details.retryAfterSeconds))
  })

  it('counts people of one office apart once they are signed in, but no made-up cookie', async () => {
    await withHops(0)
    const [ana, bia] = [await app.signedUp(), await app.signedUp()]
    for (let n = 0; n < 20; n++) expect((await ana.query('me.get')).status).toBe(200)
    expect((await ana.query('me.get')).status).toBe(429)
    expect((await bia.query('me.get')).status).toBe(200)
    expect(await passed((n) => ({ cookie: `sid=${String(n).padStart(43, 'A')}` }))).toBe(20)
  })

  it('on signing in is tighter, and cannot be split over batches or spellings', async () => {
    await withHops(0, { callsPerMinute: 1_000, signInsPerMinute: 5 })
    const attempt = (path: string) =>
      app.browser().send(path, {
        method: 'POST',
        headers: { 'x-crm': '1', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: '{"email":1}',
      })
    expect((await attempt('/trpc/auth.signIn')).status).toBe(400)
    expect((await attempt('/trpc/auth%2EsignIn')).status).toBe(400)
    expect((await attempt('/trpc/auth.signIn,auth.signUp,auth.signIn?batch=1')).status).toBe(400)
    expect((await attempt('/trpc/auth.signUp')).status).toBe(429)
    expect((await attempt('/trpc/anything/auth.signIn')).status).toBe(429)
    expect((await call()).status).toBe(200)
  })
})
