import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { disableUser } from '../../src/server/modules/accounts/index.ts'
import { CATCH_UP_LIMIT } from '../../src/server/platform/realtime/index.ts'
import { memberships } from '../../src/server/schema/index.ts'
import { idToBytes, newId, type UserId, type WorkspaceId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import type { Browser } from '../harness/client.ts'
import { eventually } from '../harness/eventually.ts'
import { connectNumber, digits, type ConnectedNumber } from '../isolation/number.ts'
import { givenMember, givenOwner, type Person } from '../isolation/people.ts'
import { breaksOf, LiveClient, type LiveOptions } from './live-client.ts'

const SECOND = 1_000
/** The server looks once a second; a busy machine gets as much again. */
const WITHIN_POLL = 2 * SECOND

let app: TestApp
let owner: Person & { workspaceId: WorkspaceId }
let agent: Person
let viewer: Person
let number: ConnectedNumber
const clients: LiveClient[] = []

beforeAll(async () => {
  app = await startTestApp()
  owner = await givenOwner(app)
  const { workspaceId } = owner
  agent = await givenMember(app, { workspaceId, role: 'agent' })
  viewer = await givenMember(app, { workspaceId, role: 'viewer' })
  number = await connectNumber(app, owner.browser)
})
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})
afterAll(() => app.close())

async function listen(
  person: Pick<Person, 'browser'>,
  after?: number,
  init: Partial<LiveOptions> = {},
): Promise<LiveClient> {
  const auth = { workspaceId: owner.workspaceId, after: after ?? (await head()) }
  const client = await LiveClient.open(app.url, { headers: person.browser.headers(), auth, ...init })
  clients.push(client)
  return client
}

const head = async (browser: Browser = owner.browser) => (await browser.api.workspace.get.query()).eventSeq

/** So many events in one transaction, of a kind that everybody may see. */
function happen(count: number, workspaceId = owner.workspaceId): Promise<void> {
  return app.process.composed.services.workspaceDb(workspaceId).tx(async (tx) => {
    for (let n = 0; n < count; n++)
      tx.emit({ type: 'contact.created', data: { contactId: newId('contact') } })
  })
}

function write(text: string, waId = `5233${digits(8)}`) {
  app.fake.control.customerWrites({
    phoneNumberId: number.phoneNumberId,
    from: { waId, name: 'Regina' },
    text,
  })
}

describe('a live connection', () => {
  it('tells of a message within a second of its arrival', async () => {
    const client = await listen(agent)
    const before = performance.now()
    write('¿Hacen mesas de 2.20?')
    const event = await eventually(async () => client.events.find(({ type }) => type === 'message.received'))
    expect(performance.now() - before).toBeLessThan(SECOND)
    expect(event.data).toMatchObject({ conversation: { preview: '¿Hacen mesas de 2.20?', unreadCount: 1 } })
  })

  it('names ranges without a gap or an overlap, however much happens at once', async () => {
    const after = await head()
    const [one, other] = await Promise.all([
      listen(agent, after),
      listen(viewer, after, { transport: 'polling' }),
    ])
    for (let n = 0; n < 15; n++) write(`Hola ${n}`)
    await Promise.all(Array.from({ length: 15 }, () => happen(2)))
    await app.fake.control.settled()
    const last = await head()
    expect(last - after).toBeGreaterThanOrEqual(60)
    for (const client of [one, other]) {
      await client.upTo(last)
      expect(breaksOf(client.envelopes, after)).toEqual([])
      expect(client.envelopes.at(-1)?.to).toBe(last)
      expect(client.events.map(({ seq }) => seq)).toEqual(
        Array.from({ length: last - after }, (_, n) => after + 1 + n),
      )
    }
  })

  it('leaves out what a role may not see, and still names the range whole', async () => {
    const after = await head()
    const [seesAll, ...others] = await Promise.all([
      listen(owner, after),
      listen(agent, after),
      listen(viewer, after),
    ])
    const { channel } = number
    await app.process.composed.services.workspaceDb(owner.workspaceId).tx(async (tx) => {
      tx.emit({ type: 'receipt.failed', data: { receiptId: 1, channelId: channel.id } })
    })
    const failed = await eventually(async () => seesAll.events.find(({ type }) => type === 'receipt.failed'))
    for (const client of others) {
      await client.upTo(failed.seq)
      expect(client.events.map(({ type }) => type)).not.toContain('receipt.failed')
      expect(breaksOf(client.envelopes, after)).toEqual([])
    }
    const { envelope } = await viewer.browser.api.events.since.query({ after: failed.seq - 1 })
    expect(envelope).toMatchObject({ from: failed.seq, events: [] })
  })

  it('replays after a cut exactly what was missed', async () => {
    const first = await listen(viewer)
    await happen(1)
    const seen = await head()
    await first.upTo(seen)
    first.close()
    await happen(3)
    await happen(4)
    const again = await listen(viewer, seen)
    expect(again.resets).toEqual([])
    expect(breaksOf(again.envelopes, seen)).toEqual([])
    const { envelope } = await viewer.browser.api.events.since.query({ after: seen })
    expect(again.events).toEqual(envelope?.events)
    expect(again.events).toHaveLength(7)
  })

  it('starts afresh beyond the limit of what is replayed, and not before', async () => {
    await happen(CATCH_UP_LIMIT + 1)
    const last = await head()
    const [tooFar, justNot] = [
      await listen(agent, last - CATCH_UP_LIMIT - 1),
      await listen(agent, last - CATCH_UP_LIMIT),
    ]
    expect(tooFar.resets).toEqual([last])
    expect(tooFar.envelopes).toEqual([])
    expect(justNot.resets).toEqual([])
    expect(justNot.events).toHaveLength(CATCH_UP_LIMIT)
  })

  it.each(['x', -1, 1.5, {}, 1e300, 1_000_000])(
    'starts afresh where the client claims to know event %j',
    async (after) => {
      expect((await listen(agent, after as number)).resets).toEqual([await head()])
    },
  )

  it('loses nothing and repeats nothing when it is cut again and again', async () => {
    const after = await head()
    const seqs: number[] = []
    let position = after
    const storm = { isDone: false }
    const over = (async () => {
      for (let n = 0; n < 40; n++) await happen(3)
      storm.isDone = true
    })()
    while (!storm.isDone) {
      const client = await listen(viewer, position)
      // Cut at once, after the first envelope, or after several: wherever the storm stands by then.
      await eventually(async () =>
        storm.isDone || client.envelopes.length > seqs.length % 3 ? true : undefined,
      )
      client.close()
      expect(breaksOf(client.envelopes, position)).toEqual([])
      seqs.push(...client.events.map(({ seq }) => seq))
      position = client.envelopes.at(-1)?.to ?? position
    }
    await over
    const rest = await listen(viewer, position)
    seqs.push(...rest.events.map(({ seq }) => seq))
    expect(seqs).toEqual(Array.from({ length: 120 }, (_, n) => after + 1 + n))
  })
})

describe('who is let in', () => {
  const refusal = (init: Partial<LiveOptions>) => {
    const auth = { workspaceId: owner.workspaceId }
    return LiveClient.open(app.url, { headers: owner.browser.headers(), auth, ...init }).then(
      () => 'let in',
      (error: Error) => error.message,
    )
  }

  it.each(['websocket', 'polling'] as const)('is a member on a page of ours, over %s', async (transport) => {
    const headers = owner.browser.headers()
    expect(await refusal({ transport })).toBe('let in')
    expect(await refusal({ transport, headers: { ...headers, origin: 'https://evil.example' } })).toBe(
      'UNAUTHENTICATED',
    )
    expect(await refusal({ transport, headers: { ...headers, origin: 'null' } })).toBe('UNAUTHENTICATED')
    expect(await refusal({ transport, headers: { ...headers, cookie: 'sid=nonsense' } })).toBe(
      'UNAUTHENTICATED',
    )
    const { cookie: _cookie, ...signedOut } = headers
    expect(await refusal({ transport, headers: signedOut })).toBe('UNAUTHENTICATED')
  })

  it('is nobody else, whatever the handshake says', async () => {
    const stranger = await givenOwner(app)
    expect(await refusal({ headers: stranger.browser.headers() })).toBe('UNAUTHENTICATED')
    const odd = [
      undefined,
      null,
      7,
      '',
      'ws_',
      newId('workspace'),
      newId('user'),
      { id: owner.workspaceId },
      [owner.workspaceId],
      '*',
    ]
    for (const workspaceId of odd)
      expect(await refusal({ auth: { workspaceId } }), String(workspaceId)).toBe('UNAUTHENTICATED')
  })
})

describe('a connection ends within a second or so', () => {
  async function expectEnd(client: LiveClient, act: () => Promise<unknown>): Promise<void> {
    await act()
    const done = performance.now()
    await client.ended()
    expect(performance.now() - done).toBeLessThan(WITHIN_POLL)
    expect(client.isRevoked).toBe(true)
    const { length } = client.envelopes
    await happen(1)
    expect(client.envelopes).toHaveLength(length)
  }

  const member = () => givenMember(app, { workspaceId: owner.workspaceId, role: 'agent' })

  it('of signing out', async () => {
    const person = await member()
    await expectEnd(await listen(person), () => person.browser.in(undefined).api.auth.signOut.mutate())
  })

  it('of the user being disabled', async () => {
    const person = await member()
    await expectEnd(await listen(person), () => disableUser(app.process.composed.services, person.userId))
  })

  it('of the member being removed, whose other workspace goes on', async () => {
    const person = await givenOwner(app)
    await app.process.composed.services
      .systemDb('operator-cli')
      .insert(memberships)
      .values({ workspaceId: owner.workspaceId, userId: person.userId, role: 'agent' })
    const here = await listen(person)
    const auth = { workspaceId: person.workspaceId, after: await head(person.browser) }
    const elsewhere = await LiveClient.open(app.url, { headers: person.browser.headers(), auth })
    clients.push(elsewhere)
    await expectEnd(here, () => removeMember(person.userId))
    await happen(1, person.workspaceId)
    await elsewhere.upTo(auth.after + 1)
    expect(elsewhere.isRevoked).toBe(false)
  })

  function removeMember(userId: UserId) {
    const statement = 'UPDATE memberships SET disabled_at = now(3) WHERE workspace_id = ? AND user_id = ?'
    const values = [owner.workspaceId, userId].map((id) => Buffer.from(idToBytes(id)))
    return app.process.composed.pools.web.query(statement, values)
  }
})
