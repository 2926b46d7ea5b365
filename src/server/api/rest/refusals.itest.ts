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
    const response = await fetch(`${app.url}/api/v1/contacts`, {
      headers: authorization === undefined ? {} : { authorization },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await response.json()).toMatchObject({
      error: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') },
    })
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
    const both = await rest.call<{ data: unknown[] }>('GET', '/contacts', {
      headers: { cookie: owner.browser.cookie() },
    })
    expect(both.body.data).toHaveLength(1)
    expect(both.headers.get('set-cookie')).toBeNull()
  })

  it('who calls too often waits, and others do not', async () => {
    const { services } = app.process.composed
    const server = createServer(
      express().use(requestState(services.log), createRestRouter(services, { callsPerMinute: 3 })),
    )
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
  it.each(['/nothing', '/contacts/', '/Contacts', '/contacts/x/y', '/%zz', '//contacts'])(
    '%s is not one',
    async (path) => {
      const answer = await fetch(`${app.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${own.key}` },
      })
      expect([400, 404]).toContain(answer.status)
      expect(await answer.json()).toMatchObject({
        error: { code: expect.stringMatching(/NOT_FOUND|BAD_REQUEST/) },
      })
    },
  )

  it.each([
    ['DELETE', '/contacts', 'GET, HEAD, POST'],
    ['PUT', '/channels', 'GET, HEAD, POST'],
    ['POST', '/conversations/x', 'GET, HEAD, PATCH'],
    ['OPTIONS', '/messages', 'POST'],
    ['GET', '/uploads', 'POST'],
  ])('answers %s %s with what it takes', async (method, path, allow) => {
    const response = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${own.key}` },
    })
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
    const upload = await foreign.rest.call<{ id: string }>('POST', '/uploads', {
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    })
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
    expect((await foreign.rest.get(`/conversations/${theirs.id}`)).body).toMatchObject({
      status: 'open',
      version: 1,
    })
  })
})
