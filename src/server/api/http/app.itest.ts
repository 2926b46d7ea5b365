import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorBody } from '../../../shared/errors.ts'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'

const PAGE = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><div id="root"></div>'
/** How a browser asks for a page. */
const AS_PAGE: Record<string, string> = { accept: 'text/html,application/xhtml+xml' }

let app: TestApp
let secure: TestApp
let webDir: string
let isDatabaseUp = true

beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'crm-web-'))
  await mkdir(join(webDir, 'assets'))
  await mkdir(join(webDir, '.vite'))
  await writeFile(join(webDir, 'index.html'), PAGE)
  await writeFile(join(webDir, 'knot.svg'), '<svg/>')
  await writeFile(join(webDir, 'assets/app-1a2b3c.js'), 'export {}')
  await writeFile(join(webDir, '.vite/manifest.json'), '{}')
  const checks = {
    database: async () => {
      if (!isDatabaseUp) throw new Error('connect ECONNREFUSED 10.1.2.3')
    },
  }
  app = await startTestApp({ webDir, checks })
  secure = await startTestApp({ env: { PUBLIC_URL: 'https://crm.test' }, webDir })
})
afterAll(async () => {
  await Promise.all([app.close(), secure.close()])
  await rm(webDir, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  app.browser().send<ErrorBody>(path, { headers })

describe('every answer', () => {
  it.each([
    '/',
    '/knot.svg',
    '/healthz',
    '/metrics',
    '/trpc/me.get',
    '/media/x/y',
    '/api/v1/none',
    '/w/acme/inbox/mine',
  ])('has the headers that keep others out: %s', async (path) => {
    const { headers } = await get(path, AS_PAGE)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'permissions-policy': expect.stringMatching(/camera=\(\), .*geolocation=\(\), .*microphone=\(\)/),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it('allows its page nothing but our own files', async () => {
    const { headers, text } = await get('/', AS_PAGE)
    const nonce = /content="([^"]+)"/.exec(text)?.[1]
    expect(nonce).toMatch(/^[\w+/]{22}==$/)
    expect(headers['content-security-policy']?.toString().split(';')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' blob: data:",
      "connect-src 'self' ws://crm.test",
      "font-src 'self'",
      "media-src 'self' blob:",
      "manifest-src 'self'",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
    const again = await get('/', AS_PAGE)
    expect(again.text).not.toContain(nonce)
  })

  it('insists on https where the product is served over it', async () => {
    const { headers } = await secure.browser().send('/', { headers: AS_PAGE })
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    expect(headers['content-security-policy']).toContain("connect-src 'self' wss://crm.test;")
    expect(headers['content-security-policy']).toMatch(/;upgrade-insecure-requests$/)
  })

  it('is told by a line in the log, without what was asked for', async () => {
    app.logs.length = 0
    const { headers } = await get(`/trpc/me.get?input=${encodeURIComponent('{"secret":"canary"}')}`)
    await get('/media/signed/canary-token')
    await expect.poll(() => app.logs.filter((line) => line['evt'] === 'http.request')).toHaveLength(2)
    expect(app.logs).toContainEqual(
      expect.objectContaining({
        requestId: headers['x-request-id'],
        route: 'trpc',
        detail: 'me.get',
        status: 200,
      }),
    )
    expect(JSON.stringify(app.logs)).not.toContain('canary')
  })
})

describe('the web app', () => {
  it('keeps hashed files for ever and its page never', async () => {
    expect((await get('/assets/app-1a2b3c.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    )
    expect((await get('/knot.svg')).headers['cache-control']).toBe('public, max-age=0')
    for (const path of ['/', '/index.html', '/w/acme/inbox/mine?state=open'])
      expect((await get(path, AS_PAGE)).headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
      })
  })

  it.each([
    ['a missing file', '/assets/gone.js', {}],
    ['a missing file opened by hand', '/assets/gone.js', AS_PAGE],
    ['what is no page', '/gone.png', { accept: 'image/*' }],
    ['the API', '/api/v1/none', AS_PAGE],
    ['a dot file', '/.vite/manifest.json', {}],
  ])('does not answer for %s', async (_what, path, headers) => {
    const answer = await get(path, headers)
    expect([answer.status, answer.json?.code]).toEqual([404, 'NOT_FOUND'])
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each([
    '/assets/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/..%5c..%5cetc%5cpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])('does not leave its folder: %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.text).not.toContain('root:')
  })

  it('answers JSON without a cache', async () => {
    for (const path of ['/trpc/me.get', '/trpc/no.such', '/api/none', '/healthz', '/media/x/y'])
      expect((await get(path)).headers['cache-control']).toBe('no-store')
  })
})

describe('health', () => {
  it('tells a living process from one that can serve, and outsiders nothing else', async () => {
    expect((await get('/readyz')).json).toEqual({ status: 'ready', failing: [] })
    isDatabaseUp = false
    const answer = await get('/readyz')
    expect([answer.status, answer.json]).toEqual([503, { status: 'failing', failing: ['database'] }])
    expect((await get('/healthz')).json).toEqual({ status: 'ok' })
    isDatabaseUp = true
  })

  it('shows its figures to a scraper beside it, not to the world behind the proxy', async () => {
    await get('/trpc/me.get')
    const { text, status } = await get('/metrics')
    expect(status).toBe(200)
    expect(text).toMatch(/crm_http_request_duration_seconds_count\{route="trpc",status="200"\} \d/)
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    expect((await get('/metrics', { 'x-forwarded-for': '10.0.0.1' })).status).toBe(404)
    expect((await get('/metrics', { forwarded: 'for=127.0.0.1' })).status).toBe(404)
  })
})
