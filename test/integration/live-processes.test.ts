import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type WorkspaceId } from '../../src/shared/ids.ts'
import { memberships } from '../../src/server/schema/index.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf, openBrowser } from '../harness/client.ts'
import { eventually } from '../harness/eventually.ts'
import { connectNumber } from '../isolation/number.ts'
import { givenMember, givenOwner, type Person } from '../isolation/people.ts'
import { breaksOf, LiveClient } from './live-client.ts'

const WITHIN_POLL = 2_000

let one: TestApp
let other: TestApp
let owner: Person & { workspaceId: WorkspaceId }
const clients: LiveClient[] = []

/** Two processes on one database and nothing else between them: no Redis, one provider. */
beforeAll(async () => {
  one = await startTestApp()
  const env = { META_GRAPH_URL: one.fake.url, META_APP_SECRET: one.fake.appSecret, ROLES: 'web' }
  other = await startTestApp({ env })
  owner = await givenOwner(one)
})
afterAll(async () => {
  for (const client of clients) client.close()
  await other.close()
  await one.close()
})

const head = async () => (await owner.browser.api.workspace.get.query()).eventSeq

async function listen(app: TestApp, after: number): Promise<LiveClient> {
  const { cookie = '' } = owner.browser.headers()
  const auth = { workspaceId: owner.workspaceId, after }
  const client = await LiveClient.open(app.url, { headers: { cookie, origin: app.url }, auth })
  clients.push(client)
  return client
}

function happen(app: TestApp, count: number): Promise<void> {
  return app.process.composed.services.workspaceDb(owner.workspaceId).tx(async (tx) => {
    for (let n = 0; n < count; n++)
      tx.emit({ type: 'contact.created', data: { contactId: newId('contact') } })
  })
}

it('shows what another process committed at its next poll', async () => {
  const after = await head()
  const here = await listen(one, after)
  await happen(other, 1)
  const committed = performance.now()
  await here.upTo(after + 1)
  expect(performance.now() - committed).toBeLessThan(WITHIN_POLL)
})

it('takes a webhook in one process and shows it in the other', async () => {
  const number = await connectNumber(one, owner.browser)
  const there = await listen(other, await head())
  one.fake.control.customerWrites({
    phoneNumberId: number.phoneNumberId,
    from: { waId: '523300000123', name: 'Regina' },
    text: 'Hola',
  })
  await one.fake.control.settled()
  await there.upTo(await head())
  expect(there.events.map(({ type }) => type)).toContain('message.received')
})

it('has no gap and no repeat while both commit at once', async () => {
  const after = await head()
  const [here, there] = await Promise.all([listen(one, after), listen(other, after)])
  await Promise.all([one, other].flatMap((app) => Array.from({ length: 20 }, () => happen(app, 2))))
  const last = await head()
  expect(last).toBe(after + 80)
  for (const client of [here, there]) {
    await client.upTo(last)
    expect(breaksOf(client.envelopes, after)).toEqual([])
  }
})

it('lets a client come at any moment, and tells it everything once', async () => {
  const start = await head()
  const commits = [one, other].flatMap((app) => Array.from({ length: 25 }, () => () => happen(app, 2)))
  const arrivals: Promise<LiveClient>[] = []
  for (const [n, commit] of commits.entries()) {
    if (n % 5 === 0) arrivals.push(listen(n % 2 ? one : other, start))
    await commit()
  }
  const last = await head()
  for (const client of await Promise.all(arrivals)) {
    await client.upTo(last)
    expect(breaksOf(client.envelopes, start)).toEqual([])
    expect(client.events).toHaveLength(last - start)
  }
})

/** What another process remembers lapses within a second, and its next poll ends the connection. */
const WITHIN_REVOCATION = 2_000

/** Somebody who works at the other process, with a live connection and a warm cache there. */
async function givenThere() {
  const person = await givenMember(one, { workspaceId: owner.workspaceId, role: 'agent' })
  const there = openBrowser(other.url, { cookie: person.browser.cookie() }, owner.workspaceId)
  const ask = () => there.api.tasks.list.query({ view: 'all' })
  await ask()
  const client = await LiveClient.open(other.url, {
    headers: { cookie: person.browser.cookie(), origin: other.url },
    auth: { workspaceId: owner.workspaceId, after: await head() },
  })
  clients.push(client)
  const refusal = () =>
    eventually(async () =>
      ask().then(
        () => undefined,
        (error: unknown) => errorOf(Promise.reject(error)),
      ),
    )
  return { person, client, refusal }
}

/** How it ended for them, and how long that took. */
async function endOf({ client, refusal }: Awaited<ReturnType<typeof givenThere>>) {
  const started = performance.now()
  const [{ code }] = await Promise.all([refusal(), client.ended()])
  return { code, isTold: client.isRevoked, isInTime: performance.now() - started < WITHIN_REVOCATION }
}

it('refuses a session that ended in the other process, and ends its live connection', async () => {
  const there = await givenThere()
  await there.person.browser.api.auth.signOut.mutate()
  expect(await endOf(there)).toEqual({ code: 'UNAUTHENTICATED', isTold: true, isInTime: true })
})

it('refuses a member who was removed in the other process, and ends their live connection', async () => {
  const there = await givenThere()
  const { orm } = one.process.composed.services.workspaceDb(owner.workspaceId)
  await orm
    .update(memberships)
    .set({ disabledAt: new Date() })
    .where(and(eq(memberships.workspaceId, owner.workspaceId), eq(memberships.userId, there.person.userId)))
  expect(await endOf(there)).toEqual({ code: 'NOT_FOUND', isTold: true, isInTime: true })
})
