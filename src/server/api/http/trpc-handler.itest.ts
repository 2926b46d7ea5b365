import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import { publicProcedure, router } from '../trpc/base.ts'

let app: TestApp
let written: string[] = []

const echo = router({
  double: publicProcedure.input(z.number()).query(({ input }) => input * 2),
  nothing: publicProcedure.query(() => undefined),
  write: publicProcedure.input(z.string()).mutation(({ input }) => written.push(input)),
})

beforeAll(async () => {
  app = await startTestApp({ router: router({ echo }) })
})
afterAll(() => app.close())

const PAGE = { 'x-crm': '1', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  app.browser().send(path, { method: 'POST', headers: { ...PAGE, ...headers }, body })

describe('a batch', () => {
  it('gives each call the input at its position, and answers in the order asked', async () => {
    const input = encodeURIComponent(JSON.stringify({ 0: 4, 2: 21 }))
    const path = `/trpc/echo.double,echo.nothing,echo.double?batch=1&input=${input}`
    const answer = await app.browser().send(path)
    expect([answer.status, answer.json]).toEqual([
      200,
      [{ result: { data: 8 } }, { result: {} }, { result: { data: 42 } }],
    ])
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)))
  })

  it.each(['5', 'null', '[]', '"0"', '{"1":"x"}', ''])(
    'of which the body is %s writes nothing',
    async (body) => {
      written = []
      const answer = await post('/trpc/echo.write?batch=1', body)
      expect(answer.status).toBe(400)
      expect(answer.json).toMatchObject([{ error: { data: { app: { code: 'VALIDATION_FAILED' } } } }])
      expect(written).toEqual([])
    },
  )

  it('has the status of its calls where they agree, and 207 where they do not', async () => {
    const statusOf = async (path: string) => (await app.browser().send(path)).status
    expect(await statusOf('/trpc/echo.nothing,echo.none?batch=1')).toBe(207)
    expect(await statusOf('/trpc/echo.none,echo.none?batch=1')).toBe(404)
  })
})

describe('a call', () => {
  it.each(['constructor', '__proto__', 'toString', 'echo', 'echo.double.toString', ''])(
    'of “%s” is of no procedure',
    async (name) => {
      const answer = await app.browser().send(`/trpc/${name}?input=1`)
      expect(answer.status).toBe(404)
    },
  )

  it('with a compressed body is refused unread', async () => {
    written = []
    const answer = await post('/trpc/echo.write', gzipSync('"x"'), { 'content-encoding': 'gzip' })
    expect([answer.status, written]).toEqual([415, []])
  })

  it('that is too large ends its connection, so that the rest is not taken for the next call', async () => {
    const answer = await post('/trpc/echo.write', JSON.stringify('x'.repeat(600_000)))
    expect([answer.status, answer.headers['connection']]).toEqual([413, 'close'])
  })

  it.each(['HEAD', 'PUT', 'DELETE'])('by %s runs nothing', async (method) => {
    written = []
    await app.browser().send('/trpc/echo.write?input="x"', { method, headers: PAGE })
    expect(written).toEqual([])
  })
})
