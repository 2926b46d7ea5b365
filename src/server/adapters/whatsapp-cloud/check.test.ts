import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../test/contract/adapter-suite.ts'
import { metaFixture } from '../../../../test/contract/meta-fixtures.ts'
import {
  startScriptedServer,
  type Reply,
  type ScriptedServer,
  type SeenRequest,
} from '../../../../test/contract/scripted-server.ts'
import { cloudAdapterAt, CREDENTIALS } from '../../../../test/contract/whatsapp-cloud.ts'

let server: ScriptedServer

beforeAll(async () => {
  server = await startScriptedServer()
})
beforeEach(() => {
  server.seen.splice(0)
  server.route(meta())
})
afterAll(() => server.close())

const { phoneNumberId, wabaId, accessToken, appSecret } = CREDENTIALS
const NUMBER = metaFixture('response_wa_phone_number')

function refuse(code: number, message: string, subcode?: number): Reply {
  return { status: 400, json: { error: { code, message, ...(subcode && { error_subcode: subcode }) } } }
}
const NOT_FOUND = refuse(100, 'Unsupported get request.', 33)

/** Answers as Graph does for our number; `over` replaces answers by the last part of the path. */
function meta(over: Record<string, Reply> = {}) {
  const answers: Record<string, Reply> = {
    me: { json: { id: '122100000000' } },
    [phoneNumberId]: { json: NUMBER },
    [wabaId]: { json: { id: wabaId, owner_business_info: { id: '777', name: 'Lucky Shrub' } } },
    phone_numbers: { json: { data: [{ id: '1' }, { id: phoneNumberId }] } },
    subscribed_apps: { json: { success: true } },
    ...over,
  }
  return (request: SeenRequest): Reply => answers[request.path.split('/').at(-1) ?? ''] ?? NOT_FOUND
}

/** The same answer to everything. */
function always(reply: Reply) {
  return () => reply
}

async function check(given: Parameters<ReturnType<typeof cloudAdapterAt>['check']>[0]) {
  const checks = await cloudAdapterAt(server.url).check(given)
  return Object.fromEntries(
    checks.map(({ field, state, reason }) => [field, reason ? `${state}: ${reason}` : state]),
  )
}

const all = { phoneNumberId, wabaId, accessToken, appSecret, verifyToken: 'verify-token-1' }

describe('check', () => {
  it('finds all well, and shows whose number it is', async () => {
    expect(await cloudAdapterAt(server.url).check(all)).toEqual([
      { field: 'phoneNumberId', state: 'ok', detail: 'Lucky Shrub · +1 555-078-3881' },
      { field: 'wabaId', state: 'ok' },
      { field: 'accessToken', state: 'ok' },
      { field: 'appSecret', state: 'ok' },
      { field: 'verifyToken', state: 'unchecked' },
    ])
  })

  it('needs the token for anything, and asks nothing without it', async () => {
    expect(await check({ phoneNumberId, wabaId })).toEqual({
      phoneNumberId: 'unchecked: missing',
      wabaId: 'unchecked: missing',
    })
    expect(server.seen).toEqual([])
  })

  it('judges a token by itself', async () => {
    expect(await check({ accessToken })).toEqual({ accessToken: 'ok' })
    expect(server.seen.map((request) => request.path)).toEqual(['/v26.0/me'])
  })

  it.each([
    ['that Meta cannot read', refuse(190, 'Cannot parse access token'), 'failed: token_invalid'],
    ['that has expired', refuse(190, 'Session has expired', 463), 'failed: token_expired'],
    ['that lacks a permission', refuse(200, '(#200) Permissions error'), 'failed: permission_missing'],
    [
      'while Meta limits us',
      refuse(4, 'Application request limit reached'),
      'unchecked: provider_unreachable',
    ],
    ['while Meta is away', 'cut', 'unchecked: provider_unreachable'],
  ] as [string, Reply, string][])('a token %s', async (_why, reply, verdict) => {
    server.route(always(reply))
    expect(await check({ accessToken })).toEqual({ accessToken: verdict })
  })

  it('blames the token, not the ids, where the token is no good', async () => {
    server.route(always(refuse(190, 'Session has expired', 463)))
    expect(await check(all)).toEqual({
      accessToken: 'failed: token_expired',
      phoneNumberId: 'unchecked',
      wabaId: 'unchecked',
      appSecret: 'unchecked',
      verifyToken: 'unchecked',
    })
  })

  it('blames the number that does not exist', async () => {
    expect(await check({ ...all, phoneNumberId: '99999' })).toMatchObject({
      accessToken: 'ok',
      phoneNumberId: 'failed: not_found',
      wabaId: 'ok',
    })
  })

  it('blames the account that does not exist', async () => {
    server.route(meta({ phone_numbers: NOT_FOUND }))
    expect(await check(all)).toMatchObject({
      accessToken: 'ok',
      phoneNumberId: 'ok',
      wabaId: 'failed: not_found',
    })
  })

  it('notices a number of another account', async () => {
    server.route(meta({ phone_numbers: { json: { data: [{ id: '1' }] } } }))
    expect(await check(all)).toMatchObject({ phoneNumberId: 'failed: not_in_account', wabaId: 'ok' })
  })

  it('looks for the number on all pages', async () => {
    const first = {
      data: [{ id: '1' }],
      paging: { cursors: { after: 'A' }, next: 'https://graph.facebook.com/next' },
    }
    const answer = meta()
    server.route((request) =>
      request.path.endsWith('phone_numbers') && !request.query['after'] ? { json: first } : answer(request),
    )
    expect(await check(all)).toMatchObject({ phoneNumberId: 'ok' })
  })

  it('stops turning pages that never end', async () => {
    const page = {
      data: [{ id: '1' }],
      paging: { cursors: { after: 'A' }, next: 'https://graph.facebook.com/next' },
    }
    server.route(meta({ phone_numbers: { json: page } }))
    expect(await check(all)).toMatchObject({ phoneNumberId: 'failed: not_in_account' })
  })

  it('blames a wrong secret, and judges the rest without it', async () => {
    const answer = meta()
    server.route((request) =>
      request.query['appsecret_proof']
        ? refuse(100, 'Invalid appsecret_proof provided in the API argument')
        : answer(request),
    )
    expect(await check(all)).toMatchObject({
      appSecret: 'failed: token_invalid',
      accessToken: 'ok',
      phoneNumberId: 'ok',
      wabaId: 'ok',
    })
  })

  it('says so where the app demands a secret that was not given', async () => {
    server.route(always(refuse(100, 'API calls from the server require an appsecret_proof argument')))
    expect(await check({ phoneNumberId, accessToken })).toEqual({
      phoneNumberId: 'unchecked',
      accessToken: 'unchecked',
      appSecret: 'failed: no_app_secret',
    })
  })
})

describe('who the number is', () => {
  const described = () => cloudAdapterAt(server.url).describe(CREDENTIALS)

  it('tells who the number is, and in which portfolio people have their ids', async () => {
    await expect(described()).resolves.toEqual({
      address: '+1 555-078-3881',
      verifiedName: 'Lucky Shrub',
      quality: 'GREEN',
      identityScope: '777',
    })
  })

  it.each([
    ['may not be seen', refuse(200, '(#200) Permissions error')],
    [
      'is no field of this account',
      refuse(100, '(#100) Tried accessing nonexisting field (owner_business_info)'),
    ],
    ['is not told', { json: { id: wabaId } }],
  ] as [string, Reply][])('takes the account for a scope where the portfolio %s', async (_why, reply) => {
    server.route(meta({ [wabaId]: reply }))
    await expect(described()).resolves.toMatchObject({ identityScope: wabaId })
  })

  it.each([
    ['Meta is away', 'cut', 'temporary'],
    ['Meta limits us', refuse(4, 'limit'), 'rate_limited'],
    ['the token has expired', refuse(190, 'Session has expired', 463), 'auth_expired'],
  ] as [string, Reply, string][])('guesses no scope because %s', async (_why, reply, reason) => {
    server.route(meta({ [wabaId]: reply }))
    expect(await failureOf(described())).toMatchObject({ outcome: 'refused', reason })
  })
})

describe('subscribe', () => {
  it('asks for the webhooks of the account', async () => {
    await cloudAdapterAt(server.url).subscribe(CREDENTIALS)
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /v26.0/${wabaId}/subscribed_apps`,
    ])
  })

  it('fails where Meta refuses', async () => {
    server.route(always(refuse(200, '(#200) Permissions error')))
    expect(await failureOf(cloudAdapterAt(server.url).subscribe(CREDENTIALS))).toMatchObject({
      reason: 'auth_expired',
    })
  })
})
