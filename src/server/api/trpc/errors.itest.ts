import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ERROR_STATUS } from '../../../shared/errors.ts'
import { AppError } from '../../platform/errors.ts'
import { users } from '../../schema/index.ts'
import { ACCOUNT_ROUTERS, startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import { publicProcedure, router } from './base.ts'

const ELEVEN = Array<string>(11).fill('me.get')
const SECRET = 'EAAGsecretToken'

const failing = router({
  unknown: publicProcedure.query(() => {
    throw new Error(`password=${SECRET} at 10.0.0.7`)
  }),
  wrapped: publicProcedure.query(() => {
    const stale = new AppError('STALE_VERSION', 'it has changed meanwhile', { details: { version: 7 } })
    throw new Error('outer', { cause: new Error('inner', { cause: stale }) })
  }),
  ownData: publicProcedure.query(() => z.string().parse(7)),
  database: publicProcedure.query(({ ctx }) => ctx.services.systemDb('session').select().from(users)),
  nested: publicProcedure
    .input(z.strictObject({ contact: z.strictObject({ phones: z.array(z.string().max(3)) }) }))
    .query(() => 'fine'),
})

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ router: router({ ...ACCOUNT_ROUTERS, failing }) })
})
afterAll(() => app.close())

describe('an error', () => {
  it('nobody foresaw tells the caller an id and nothing else, and the log the rest, once', async () => {
    app.logs.length = 0
    const answer = await app.browser().query('failing.unknown')
    expect(answer.status).toBe(500)
    expect(answer.error).toEqual({
      code: 'INTERNAL',
      message: 'something went wrong on our side',
      details: {},
      requestId: answer.headers['x-request-id'],
    })
    expect(answer.text).not.toMatch(/EAAG|10\.0\.0\.7|stack|\.ts/)
    const lines = app.logs.filter((line) => line['evt'] === 'trpc.failed')
    expect(lines).toMatchObject([{ requestId: answer.headers['x-request-id'], path: 'failing.unknown' }])
  })

  it('of ours is found among the causes, and its code decides the status', async () => {
    const { status, error } = await app.browser().query('failing.wrapped')
    expect(status).toBe(409)
    expect(error).toMatchObject({ code: 'STALE_VERSION', details: { version: 7 } })
    expect(app.logs.filter((line) => line['path'] === 'failing.wrapped')).toEqual([])
  })

  it('in the input names the field by its path', async () => {
    const { error } = await app
      .browser()
      .query('failing.nested', { contact: { phones: ['1', '12345'], x: 1 } })
    expect(error?.code).toBe('VALIDATION_FAILED')
    expect(error?.details.fields).toEqual({
      'contact.phones.1': expect.stringMatching(/./),
      'contact.x': 'unknown field',
    })
  })

  it('in data of our own is no fault of the caller', async () => {
    const { status, error } = await app.browser().query('failing.ownData')
    expect([status, error?.code, error?.details]).toEqual([500, 'INTERNAL', {}])
  })

  it.each([
    { what: 'no such procedure', path: '/trpc/no.such', code: 'NOT_FOUND' as const },
    { what: 'a mutation by GET', path: '/trpc/auth.signOut', code: 'BAD_REQUEST' as const },
    { what: 'input that is no JSON', path: '/trpc/failing.nested?input={', code: 'BAD_REQUEST' as const },
    { what: 'a path that cannot be decoded', path: '/trpc/%ff', code: 'BAD_REQUEST' as const },
    { what: 'eleven calls', path: `/trpc/${ELEVEN.join(',')}?batch=1`, code: 'BAD_REQUEST' as const },
    {
      what: 'eleven, commas encoded',
      path: `/trpc/${ELEVEN.join('%2C')}?batch=1`,
      code: 'BAD_REQUEST' as const,
    },
  ])('for $what comes in the same form', async ({ path, code }) => {
    const answer = await app.browser().send(path)
    expect(answer.status).toBe(ERROR_STATUS[code])
    const [envelope] = [answer.json].flat() as [{ error: { data: { app: object } } }]
    expect(envelope.error.data.app).toMatchObject({ code, details: expect.any(Object) })
  })

  it('for a body that is too large comes in the same form', async () => {
    const answer = await app.browser().signIn({ password: 'x'.repeat(600_000) })
    expect([answer.status, answer.error?.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  it('in one call of a batch leaves the others alone', async () => {
    const answer = await app.browser().send<object[]>('/trpc/me.get,failing.unknown?batch=1&input={}')
    expect(answer.status).toBe(207)
    expect(answer.json).toMatchObject([
      { result: { data: null } },
      { error: { data: { app: { code: 'INTERNAL' } } } },
    ])
  })
})

describe('without the database', () => {
  it('calls are answered 503, to be repeated', async () => {
    const lost = await startTestApp({ router: router({ ...ACCOUNT_ROUTERS, failing }) })
    const browser = await lost.signedUp()
    await lost.pools.close()
    lost.passTime(11_000)
    for (const call of ['failing.database', 'workspace.get', 'me.get']) {
      const { status, error } = await browser.query(call)
      expect([call, status, error?.code]).toEqual([call, 503, 'UNAVAILABLE'])
    }
    await lost.close()
  })
})
