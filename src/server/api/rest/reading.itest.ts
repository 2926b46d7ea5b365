import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { eventually } from '../../../../test/harness/eventually.ts'
import {
  givenRest,
  REGINA,
  type GivenRest,
  type RestAnswer,
  type RestClient,
} from '../../../../test/harness/rest.ts'
import { FIXTURE_A, fixture } from '../../../../test/harness/webhooks.ts'

let app: TestApp
let given: GivenRest
let rest: RestClient
beforeAll(async () => {
  app = await startTestApp()
  given = await givenRest(app)
  rest = given.rest
})
afterAll(() => app.close())

interface Page<T> {
  data: T[]
  nextCursor: string | null
}

/** Follows nextCursor to the end, as a program does. */
async function everything<T>(path: string, limit: number): Promise<T[]> {
  const all: T[] = []
  const first = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: RestAnswer<Page<T>> = await rest.get<Page<T>>(
      cursor ? `${first}&cursor=${cursor}` : first,
    )
    expect(body.data.length).toBeLessThanOrEqual(limit)
    all.push(...body.data)
    cursor = body.nextCursor
  }
  return all
}

describe('channels', () => {
  it('are listed and read without their secrets', async () => {
    const listed = await rest.get<Page<{ id: string }>>('/channels')
    expect(listed.body.data).toMatchObject([
      {
        id: given.channelId,
        kind: 'whatsapp_cloud',
        status: 'connected',
        externalAccountId: given.phoneNumberId,
      },
    ])
    const read = await rest.get(`/channels/${given.channelId}`)
    expect(read.body).toMatchObject({ id: given.channelId, webhookUrl: 'http://127.0.0.1/webhooks/meta' })
    expect(JSON.stringify([listed.body, read.body])).not.toMatch(
      /test-token|accessToken|appSecret|credentials/,
    )
  })

  it('are read page by page', async () => {
    const own = await givenRest(app)
    const numbers = [1, 2].map((n) => ({ ...newNumber(n), verifiedName: `Sucursal ${n}` }))
    for (const number of numbers) {
      app.fake.control.addNumber(number)
      await own.rest.post('/channels', {
        kind: 'whatsapp_cloud',
        name: number.verifiedName,
        credentials: credentialsOf(number),
      })
    }
    const first = await own.rest.get<Page<{ name: string }>>('/channels?limit=2')
    const second = await own.rest.get<Page<{ name: string }>>(
      `/channels?limit=2&cursor=${first.body.nextCursor}`,
    )
    expect([...first.body.data, ...second.body.data].map(({ name }) => name)).toEqual([
      'WhatsApp Ventas',
      'Sucursal 1',
      'Sucursal 2',
    ])
    expect(second.body.nextCursor).toBeNull()
  })

  it('are connected with 201, with all that the webhook needs', async () => {
    const own = await givenRest(app)
    const number = newNumber(7)
    app.fake.control.addNumber(number)
    const body = {
      kind: 'whatsapp_cloud',
      name: 'Dos',
      credentials: { ...credentialsOf(number), appSecret: app.fake.appSecret },
    }
    const connected = await own.rest.post<{ id: string }>('/channels', body)
    expect(connected.status).toBe(201)
    const { id } = connected.body
    expect(connected.body).toMatchObject({
      status: 'connected',
      hasOwnApp: true,
      webhookUrl: `http://127.0.0.1/webhooks/meta/${id}`,
    })
    expect(JSON.stringify(connected.body)).not.toContain(app.fake.appSecret)
    const again = await given.rest.post('/channels', body)
    expect(again).toMatchObject({ status: 409, error: { code: 'CHANNEL_ALREADY_CONNECTED' } })
  })

  it('are refused with the fields that the provider refused', async () => {
    const number = newNumber(8)
    app.fake.control.addNumber(number)
    const credentials = { ...credentialsOf(number), accessToken: 'not-the-token' }
    const answer = await rest.post('/channels', { kind: 'whatsapp_cloud', name: 'Tres', credentials })
    expect(answer).toMatchObject({
      status: 422,
      error: {
        code: 'CHANNEL_CHECK_FAILED',
        details: { fields: { 'credentials.accessToken': 'token_invalid' } },
      },
    })
  })
})

describe('contacts', () => {
  it('are listed newest first, searched, and read, with their identities', async () => {
    await given.customerWrites('Hola')
    await given.customerWrites('Oi', { waId: '554100000145', name: 'Thiago Ferraz' })
    const { body } = await rest.get<Page<{ id: string; name: string }>>('/contacts')
    expect(body.data.map(({ name }) => name)).toEqual(['Thiago Ferraz', REGINA.name])
    const found = await rest.get<Page<{ id: string }>>('/contacts?query=regin')
    expect(found.body.data).toMatchObject([{ name: REGINA.name, phone: '+523300000112', email: null }])
    const read = await rest.get<{ identities: { kind: string; value: string }[] }>(
      `/contacts/${found.body.data[0]?.id}`,
    )
    expect(read.body).toEqual(found.body.data[0])
    expect(read.body.identities).toContainEqual(
      expect.objectContaining({ kind: 'phone', scope: '', value: '523300000112', source: 'channel' }),
    )
    expect(await everything<{ name: string }>('/contacts', 1)).toEqual(body.data)
  })
})

describe('conversations', () => {
  it('are listed by their newest message, of every status or one, page by page', async () => {
    const own = await givenRest(app)
    const written: string[] = []
    for (let n = 0; n < 5; n++)
      written.push((await own.customerWrites('Hola', { waId: `52330000020${n}` })).id)
    for (const id of [written[1], written[3]])
      await own.rest.patch(`/conversations/${id}`, { status: 'resolved' })
    rest = own.rest
    const all = await everything<{ id: string; lastMessageAt: string; status: string }>('/conversations', 2)
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(written))
    expect(all).toHaveLength(written.length)
    const times = all.map(({ lastMessageAt }) => lastMessageAt)
    expect(times).toEqual([...times].sort().reverse())
    const resolved = await everything<{ id: string }>('/conversations?status=resolved', 1)
    expect(resolved.map(({ id }) => id).sort()).toEqual([written[1], written[3]].sort())
    expect(await everything(`/conversations?channelId=${own.channelId}&status=open`, 2)).toHaveLength(3)
    expect((await rest.get<Page<unknown>>('/conversations?status=snoozed')).body).toEqual({
      data: [],
      nextCursor: null,
    })
    rest = given.rest
  })

  it('tell what a program needs to answer', async () => {
    const { id, contactId } = await given.customerWrites('¿Hacen mesas?', { waId: '523300000121' })
    const { body } = await rest.get<Record<string, string>>(`/conversations/${id}`)
    expect(body).toMatchObject({
      id,
      contactId,
      channelId: given.channelId,
      status: 'open',
      version: 1,
      unreadCount: 1,
      assigneeId: null,
    })
    expect(Date.parse(body['replyWindowExpiresAt'] ?? '')).toBe(
      Date.parse(body['lastMessageAt'] ?? '') + 24 * 3_600_000,
    )
    expect(body['waitingSince']).toBe(body['lastMessageAt'])
  })
})

describe('messages', () => {
  it('are the whole thread, newest first, page by page', async () => {
    const from = { waId: '523300000133' }
    const first = await given.customerWrites('uno', from)
    await rest.post(`/conversations/${first.id}/messages`, { text: 'dos' })
    await app.fake.control.settled()
    await given.customerWrites('tres', from)
    await eventually(async () => {
      const { body } = await rest.get<Page<{ status: string }>>(`/conversations/${first.id}/messages`)
      return body.data.some(({ status }) => status === 'delivered') ? true : undefined
    })
    const all = await everything<{ text: string; direction: string }>(
      `/conversations/${first.id}/messages`,
      1,
    )
    expect(all.map(({ text }) => text).sort()).toEqual(['dos', 'tres', 'uno'])
    expect(all.find(({ text }) => text === 'dos')).toMatchObject({ direction: 'outbound', origin: 'api' })
    expect(await everything(`/conversations/${first.id}/messages`, 30)).toEqual(all)
  })

  it('carry the provider’s refusal with a sentence of advice', async () => {
    const { id } = await given.customerWrites('Hola', { waId: '523300000157' })
    app.fake.control.addFault({
      fault: { kind: 'fail-later', code: 131026 },
      match: { phoneNumberId: given.phoneNumberId },
      count: 1,
    })
    const sent = await rest.post<{ id: string }>(`/conversations/${id}/messages`, { text: '¿Sigue ahí?' })
    const failed = await eventually(async () => {
      const messages = await everything<Failed>(`/conversations/${id}/messages`, 30)
      return messages.find((message) => message.id === sent.body.id && message.status === 'failed')
    })
    expect(failed).toMatchObject({ error: { code: 131026, adviceCode: 'check_number' } })
    expect(failed.error?.advice).toMatch(/^The recipient cannot be reached/)
  })
})

describe('events', () => {
  it('are read on from where one stopped, without gaps', async () => {
    interface Events {
      data: { seq: number; type: string }[]
      nextSince: number
      head: number
    }
    const seen: { seq: number; type: string }[] = []
    await app.fake.control.settled()
    let since = 0
    for (let head = 1; since < head;) {
      const { body } = await rest.get<Events>(`/events?since=${since}&limit=3`)
      seen.push(...body.data)
      ;({ nextSince: since, head } = body)
    }
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1))
    expect(seen.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['channel.connected', 'message.received']),
    )
    const end = await rest.get<Events>(`/events?since=${since + 1000}`)
    expect(end.body).toEqual({ data: [], nextSince: since + 1000, head: since })
  })
})

describe('receipts', () => {
  it('that failed are listed and replayed', async () => {
    const unreadable = JSON.parse(fixture('wa_in_text', [[FIXTURE_A, given]])) as MetaBody
    for (const { value } of unreadable.entry[0]?.changes ?? [])
      Object.assign(value, {
        contacts: [],
        messages: [{ id: 'wamid.nobody', timestamp: '1795351396', type: 'text' }],
      })
    await app.fake.control.postRaw({ body: unreadable, phoneNumberId: given.phoneNumberId })
    const { body } = await rest.get<Page<{ id: number }>>('/receipts')
    expect(body.data).toMatchObject([{ channelId: given.channelId, state: 'failed', attempts: 0 }])
    const replayed = await rest.call('POST', `/receipts/${body.data[0]?.id}/replay`)
    expect(replayed.body).toMatchObject({ id: body.data[0]?.id, state: 'failed', attempts: 1 })
    const done = await everything<{ state: string }>('/receipts?state=done', 2)
    expect(done.length).toBeGreaterThan(2)
    expect(done.every(({ state }) => state === 'done')).toBe(true)
  })
})

interface MetaBody {
  [name: string]: unknown
  entry: { changes: { value: object }[] }[]
}

interface Failed {
  id: string
  status: string
  error: { code: number; advice: string; adviceCode: string } | null
}

let serial = Date.now() % 1_000_000
function newNumber(n: number) {
  const id = `9${String(serial++).padStart(8, '0')}${n}00000`
  return {
    phoneNumberId: id,
    wabaId: `8${id.slice(1)}`,
    displayPhoneNumber: '+52 33 0000 0199',
    verifiedName: 'Sucursal',
    accessToken: `token-of-${id}`,
  }
}

function credentialsOf({ phoneNumberId, wabaId, accessToken }: ReturnType<typeof newNumber>) {
  return { phoneNumberId, wabaId, accessToken }
}
