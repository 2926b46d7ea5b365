import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { givenWorkspace } from '../../../../test/harness/given.ts'
import { givenRest, openRest, type GivenRest } from '../../../../test/harness/rest.ts'
import { newId } from '../../../shared/ids.ts'
import { createApiKey } from '../../modules/accounts/index.ts'
import { own } from '../../platform/db/workspace-db.ts'
import { events } from '../../schema/index.ts'

let app: TestApp
let given: GivenRest
beforeAll(async () => {
  app = await startTestApp()
  given = await givenRest(app)
})
afterAll(() => app.close())

const eventsOf = async ({ db }: GivenRest, type: string) =>
  db.orm
    .select()
    .from(events)
    .where(own(db, events, and(eq(events.type, type))))

describe('a conversation', () => {
  it('is resolved and reopened', async () => {
    const { id } = await given.customerWrites('Hola')
    const resolved = await given.rest.patch(`/conversations/${id}`, { status: 'resolved', version: 1 })
    expect(resolved.body).toMatchObject({
      id,
      status: 'resolved',
      version: 2,
      unreadCount: 0,
      waitingSince: null,
    })
    const again = await given.rest.patch(`/conversations/${id}`, { status: 'resolved' })
    expect(again.body).toEqual(resolved.body)
    const reopened = await given.rest.patch(`/conversations/${id}`, { status: 'open' })
    expect(reopened.body).toMatchObject({ status: 'open', version: 3 })
  })

  it('that changed meanwhile is left alone, and the answer tells its version', async () => {
    const { id } = await given.customerWrites('Hola', { waId: '523300000121' })
    const before = await given.rest.get(`/conversations/${id}`)
    const stale = await given.rest.patch(`/conversations/${id}`, { status: 'resolved', version: 7 })
    expect(stale).toMatchObject({ status: 409, error: { code: 'STALE_VERSION', details: { version: 1 } } })
    expect((await given.rest.get(`/conversations/${id}`)).body).toEqual(before.body)
  })

  it('is assigned and resolved in one step: one version, both events, or nothing at all', async () => {
    const workspace = await givenWorkspace(app)
    const { customer } = await workspace.channel()
    const { id } = await customer().writes('Hola')
    const db = app.process.composed.services.workspaceDb(workspace.id)
    const { key } = await createApiKey(db, { name: 'Tests' })
    const rest = openRest(`${app.url}/api/v1`, key)

    const refused = await rest.patch(`/conversations/${id}`, {
      status: 'resolved',
      assigneeId: newId('user'),
    })
    expect(refused).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    expect((await rest.get(`/conversations/${id}`)).body).toMatchObject({
      status: 'open',
      version: 1,
      assigneeId: null,
    })

    const assigneeId = workspace.owner.userId
    const both = await rest.patch(`/conversations/${id}`, { status: 'resolved', assigneeId, version: 1 })
    expect(both.body).toMatchObject({ status: 'resolved', assigneeId, version: 2 })
    const log = await db.orm.select().from(events).where(own(db, events))
    const told = log.filter(
      ({ type }) => type === 'conversation.assigned' || type === 'conversation.resolved',
    )
    expect(told.map(({ type }) => type)).toEqual(['conversation.assigned', 'conversation.resolved'])
    for (const { data } of told)
      expect(data).toMatchObject({ by: null, conversation: { version: 2, assigneeId } })

    const freed = await rest.patch(`/conversations/${id}`, { assigneeId: null })
    expect(freed.body).toMatchObject({ assigneeId: null, status: 'resolved', version: 3 })

    const viewer = await workspace.member('viewer')
    const toViewer = await rest.patch(`/conversations/${id}`, { assigneeId: viewer.userId })
    expect(toViewer).toMatchObject({
      status: 400,
      error: { details: { fields: { assigneeId: 'is a viewer' } } },
    })
  })

  it('changed by 20 programs at once from one version is changed by one', async () => {
    const { id } = await given.customerWrites('Hola', { waId: '523300000133' })
    const calls = Array.from({ length: 20 }, () =>
      given.rest.patch(`/conversations/${id}`, { status: 'resolved', version: 1 }),
    )
    const answers = await Promise.all(calls)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'STALE_VERSION')).toHaveLength(19)
    const resolved = (await eventsOf(given, 'conversation.resolved')).map(
      ({ data }) => data as { conversation: { id: string } },
    )
    expect(resolved.filter(({ conversation }) => conversation.id === id)).toHaveLength(1)
  })
})
