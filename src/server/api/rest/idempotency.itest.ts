import { readdirSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { givenRest, openRest, type GivenRest, type RestClient } from '../../../../test/harness/rest.ts'
import { createApiKey } from '../../modules/accounts/index.ts'
import { own } from '../../platform/db/workspace-db.ts'
import { removeOldIdempotentCalls } from '../../platform/idempotency/index.ts'
import { attachments, channels, idempotentCalls, messages, threads } from '../../schema/index.ts'

let app: TestApp
let given: GivenRest
let rest: RestClient
let path: string
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  given = await givenRest(app)
  rest = given.rest
  path = `/conversations/${(await given.customerWrites('Hola')).id}/messages`
})

const KEY = 'pedido-1042:aviso'

async function outbound(): Promise<number> {
  const rows = await given.db.orm.select().from(messages).where(own(given.db, messages))
  return rows.filter(({ direction }) => direction === 'outbound').length
}

const setCalls = (values: Partial<typeof idempotentCalls.$inferInsert>) =>
  given.db.orm.update(idempotentCalls).set(values).where(own(given.db, idempotentCalls))

const secondsAgo = (seconds: number) =>
  sql`now(3) - interval ${sql.raw(String(seconds))} second` as unknown as Date

/** What a process leaves that died after its work was done and before its answer was kept. */
const firstCallDied = (secondsSince: number) =>
  setCalls({ status: null, body: null, createdAt: secondsAgo(secondsSince) })

describe('a repeat under one key', () => {
  it('gets the first answer and does nothing', async () => {
    const first = await rest.post(path, { text: 'Su mesa está lista' }, KEY)
    expect(first.headers.get('idempotent-replay')).toBeNull()
    const second = await rest.post(path, { text: 'Su mesa está lista' }, KEY)
    expect(second).toMatchObject({ status: 202, body: first.body })
    expect(second.headers.get('idempotent-replay')).toBe('true')
    expect(await outbound()).toBe(1)
  })

  it('with another body is refused', async () => {
    await rest.post(path, { text: 'uno' }, KEY)
    const other = await rest.post(path, { text: 'dos' }, KEY)
    expect(other).toMatchObject({ status: 409, error: { code: 'IDEMPOTENCY_CONFLICT' } })
    expect(await outbound()).toBe(1)
  })

  it('sent 25 times at once is one message', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => rest.post(path, { text: 'Una vez' }, KEY)),
    )
    const accepted = answers.filter(({ status }) => status === 202)
    const busy = answers.filter(({ error }) => error?.code === 'CONFLICT')
    expect(accepted.length + busy.length).toBe(25)
    expect(accepted.length).toBeGreaterThan(0)
    expect(new Set(accepted.map(({ body }) => body['id'])).size).toBe(1)
    for (const { status, headers } of busy) {
      expect(status).toBe(409)
      expect(headers.get('retry-after')).toBe('1')
    }
    expect(await outbound()).toBe(1)
    await app.fake.control.settled()
    expect(app.fake.control.sent({ phoneNumberId: given.phoneNumberId }).messages.length).toBeLessThanOrEqual(
      1,
    )
  })

  it('waits while the first call may still run, and takes over once it cannot', async () => {
    const first = await rest.post(path, { text: 'Una vez' }, KEY)
    await firstCallDied(50)
    const waiting = await rest.post(path, { text: 'Una vez' }, KEY)
    expect(waiting).toMatchObject({
      status: 409,
      error: { code: 'CONFLICT', details: { reason: 'still_running' } },
    })
    await firstCallDied(61)
    const taken = await rest.post(path, { text: 'Una vez' }, KEY)
    expect(taken).toMatchObject({ status: 202, body: { id: first.body['id'] } })
    expect(await outbound()).toBe(1)
    expect((await rest.post(path, { text: 'Una vez' }, KEY)).headers.get('idempotent-replay')).toBe('true')
  })

  it('to an address is one message too, even where the first call died', async () => {
    const body = { channelId: given.channelId, to: '+523300000112', text: 'Una vez' }
    const first = await rest.post('/messages', body, KEY)
    await firstCallDied(61)
    expect((await rest.post('/messages', body, KEY)).body['id']).toBe(first.body['id'])
    expect(await outbound()).toBe(1)
  })

  it('of a call that was refused is tried anew', async () => {
    const closed = threadsOf().set({ windowExpiresAt: new Date(0) })
    await closed.where(own(given.db, threads))
    expect((await rest.post(path, { text: 'Hola' }, KEY)).status).toBe(422)
    await threadsOf()
      .set({ windowExpiresAt: new Date(Date.now() + 3_600_000) })
      .where(own(given.db, threads))
    const answer = await rest.post(path, { text: 'Hola' }, KEY)
    expect(answer.status).toBe(202)
    expect(answer.headers.get('idempotent-replay')).toBeNull()
  })
})

describe('a key', () => {
  it('counts for one address and one API key', async () => {
    const { key } = await createApiKey(given.db, { name: 'Otra' })
    const other = openRest(`${app.url}/api/v1`, key)
    const second = await given.customerWrites('Hola', { waId: '523300000121' })
    const answers = [
      await rest.post(path, { text: 'Hola' }, KEY),
      await other.post(path, { text: 'Hola' }, KEY),
      await rest.post(`/conversations/${second.id}/messages`, { text: 'Hola' }, KEY),
    ]
    expect(answers.map(({ headers }) => headers.get('idempotent-replay'))).toEqual([null, null, null])
    expect(await outbound()).toBe(3)
  })

  it.each(['x'.repeat(201), 'pedido\t1', 'pédido', ''])('that is %j is refused', async (key) => {
    const answer = await rest.call('POST', path, {
      body: { text: 'Hola' },
      headers: { 'idempotency-key': key },
    })
    expect(answer).toMatchObject({ status: 400, error: { code: 'VALIDATION_FAILED' } })
    expect(await outbound()).toBe(0)
  })

  it('is forgotten after a day', async () => {
    await rest.post(path, { text: 'Hola' }, KEY)
    await setCalls({ createdAt: secondsAgo(23 * 3600) })
    const { services } = app.process.composed
    await removeOldIdempotentCalls(services)
    const kept = () => given.db.orm.select().from(idempotentCalls).where(own(given.db, idempotentCalls))
    expect(await kept()).toHaveLength(1)
    await setCalls({ createdAt: secondsAgo(24 * 3600 + 1) })
    await removeOldIdempotentCalls(services)
    expect(await kept()).toEqual([])
  })
})

describe('a repeated upload', () => {
  const upload = (body: string) =>
    rest.call('POST', '/uploads', { body, headers: { 'content-type': 'text/plain', 'idempotency-key': KEY } })

  it('is one file', async () => {
    const first = await upload('una lista')
    const second = await upload('una lista')
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replay')).toBe('true')
    expect((await upload('otra lista')).error?.code).toBe('IDEMPOTENCY_CONFLICT')
    expect(await given.db.orm.select().from(attachments).where(own(given.db, attachments))).toHaveLength(1)
    expect(storedFiles()).toHaveLength(1)
  })

  it('within a message that was sent before leaves no second file', async () => {
    const attachment = { data: Buffer.from('una lista').toString('base64'), mime: 'text/plain' }
    const first = await rest.post(path, { attachment }, KEY)
    await firstCallDied(61)
    const second = await rest.post<{ attachments: { id: string }[] }>(path, { attachment }, KEY)
    expect(second.body.attachments.map(({ id }) => id)).toEqual(
      (first.body['attachments'] as { id: string }[]).map(({ id }) => id),
    )
    expect(storedFiles()).toHaveLength(1)
  })
})

describe('a kept answer', () => {
  it('lies encrypted, since it may hold a secret', async () => {
    const number = {
      phoneNumberId: `77${Date.now()}`,
      wabaId: `78${Date.now()}`,
      accessToken: 'token-of-the-second-number',
    }
    app.fake.control.addNumber({ ...number, displayPhoneNumber: '+52 33 0000 0177', verifiedName: 'Dos' })
    const body = {
      kind: 'whatsapp_cloud',
      name: 'Dos',
      credentials: { ...number, verifyToken: 'a-verify-token-of-ours', appSecret: app.fake.appSecret },
    }
    const first = await rest.post('/channels', body, KEY)
    expect(first.body['verifyToken']).toBe('a-verify-token-of-ours')
    const again = await rest.post('/channels', body, KEY)
    expect(again.body).toEqual(first.body)
    const [row] = await given.db.orm.select().from(idempotentCalls).where(own(given.db, idempotentCalls))
    expect(JSON.stringify(row)).not.toContain('a-verify-token-of-ours')
    expect(await given.db.orm.select().from(channels).where(own(given.db, channels))).toHaveLength(2)
  })
})

const threadsOf = () => given.db.orm.update(threads)

function storedFiles(): string[] {
  const { storageDir } = app.process.composed.services.config
  const folder = `${storageDir}/${given.workspaceId.slice('ws_'.length)}`
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}
