import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, localTimeOf } from '../../src/shared/local-time.ts'
import { newId, recordKeyOf, type DealId, type PipelineId, type StageId } from '../../src/shared/ids.ts'
import { deals } from '../../src/server/schema/index.ts'
import type { CreateTask, TaskDto } from '../../src/shared/contracts/tasks.ts'
import type { Page } from '../../src/shared/contracts/z.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf } from '../harness/client.ts'
import { givenMember, givenOwner } from '../isolation/people.ts'
import { rowsOf } from '../isolation/stock.ts'

const ZONE = 'America/Mexico_City'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const today = () => localTimeOf(new Date(), ZONE).slice(0, 10)
const titles = (tasks: readonly TaskDto[]) => tasks.map((task) => task.title)

async function given() {
  const owner = await givenOwner(app)
  const { tasks } = owner.browser.api
  const create = (input: Partial<CreateTask> & { title: string }) =>
    tasks.create.mutate({ timeZone: ZONE, ...input })
  return { ...owner, tasks, create, db: app.process.composed.services.workspaceDb(owner.workspaceId) }
}

async function readOn<T>(ask: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ;) {
    const page = await ask(cursor)
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
}

async function givenDeal({ db }: Awaited<ReturnType<typeof given>>): Promise<DealId> {
  const id = newId('deal')
  await db.orm.insert(deals).values({
    workspaceId: db.workspaceId,
    id,
    number: 900_001,
    pipelineId: newId('pipeline') as PipelineId,
    stageId: newId('stage') as StageId,
    position: 'a0',
    status: 'open',
    title: 'Mesa Jacinta',
    currency: 'MXN',
    stageSince: new Date(),
    touchedAt: new Date(),
  })
  return id
}

describe('a list of tasks', () => {
  it('shows each view, by when they are due, over all its pages', async () => {
    const { create, tasks } = await given()
    const day = today()
    await create({ title: 'sin fecha 1' })
    await create({ title: 'ayer', dueLocal: addDays(day, -1) })
    await create({ title: 'hoy', dueLocal: day })
    await create({ title: 'mañana 9', dueLocal: `${addDays(day, 1)}T09:00` })
    await create({ title: 'mañana 8', dueLocal: `${addDays(day, 1)}T08:00` })
    await create({ title: 'en un mes', dueLocal: addDays(day, 30) })
    await create({ title: 'sin fecha 2' })
    const list = (view: 'today' | 'overdue' | 'week' | 'all') =>
      readOn((cursor) => tasks.list.query({ view, timeZone: ZONE, cursor, limit: 2 })).then(titles)
    expect(await list('today')).toEqual(['hoy'])
    expect(await list('overdue')).toEqual(['ayer'])
    expect(await list('week')).toEqual(['hoy', 'mañana 8', 'mañana 9'])
    expect(await list('all')).toEqual([
      'ayer',
      'hoy',
      'mañana 8',
      'mañana 9',
      'en un mes',
      'sin fecha 1',
      'sin fecha 2',
    ])
    expect(await tasks.counts.query({ timeZone: ZONE })).toEqual({
      today: 1,
      overdue: 1,
      week: 3,
      all: 7,
      due: 2,
    })
  })

  it('shows mine, or everyone’s', async () => {
    const { create, tasks, workspaceId } = await given()
    const ana = await givenMember(app, { workspaceId, role: 'agent' })
    await create({ title: 'mía' })
    await create({ title: 'de Ana', assigneeId: ana.userId })
    expect(titles((await tasks.list.query({ view: 'all' })).items)).toEqual(['mía'])
    expect(titles((await tasks.list.query({ view: 'all', who: 'everyone' })).items)).toHaveLength(2)
    expect(titles((await ana.browser.api.tasks.list.query({ view: 'all' })).items)).toEqual(['de Ana'])
  })
})

describe('a task', () => {
  it('[TSK-2] keeps its hour of the day where its person moves to another zone', async () => {
    const { create, tasks } = await given()
    const task = await create({ title: 'Llamar', dueLocal: '2026-12-01T10:00' })
    expect(task.dueAt).toBe('2026-12-01T16:00:00.000Z')
    const { before } = await tasks.rezone.mutate({ timeZone: 'America/Sao_Paulo' })
    const moved = await tasks.get.query({ id: task.id })
    expect(moved).toMatchObject({ dueLocal: '2026-12-01T10:00', dueAt: '2026-12-01T13:00:00.000Z' })
    await tasks.reschedule.mutate({ items: before })
    expect((await tasks.get.query({ id: task.id })).dueAt).toBe(task.dueAt)
  })

  it('refuses an edit of an older version, and says the new one', async () => {
    const { create, tasks } = await given()
    const { id } = await create({ title: 'Llamar' })
    await tasks.update.mutate({ id, version: 1, title: 'Llamar a Regina' })
    const error = await errorOf(tasks.update.mutate({ id, version: 1, title: 'Otra' }))
    expect(error).toMatchObject({ code: 'STALE_VERSION', details: { version: 2 } })
  })

  it('refuses a rule without a date, and one that is none', async () => {
    const { create } = await given()
    for (const input of [{ rrule: 'FREQ=DAILY' }, { rrule: 'FREQ=HOURLY', dueLocal: '2026-12-01' }]) {
      const error = await errorOf(create({ title: 'x', ...input }))
      expect(error).toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { fields: { rrule: expect.any(String) } },
      })
    }
  })

  it('makes its next occurrence when it is done, once however many say so', async () => {
    const { create, tasks } = await given()
    const day = addDays(today(), 1)
    const { id } = await create({ title: 'Inventario', dueLocal: `${day}T10:00`, rrule: 'FREQ=DAILY' })
    const answers = await Promise.all([1, 2, 3].map(() => tasks.complete.mutate({ id })))
    const made = answers.flatMap(({ next }) => next ?? [])
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({ title: 'Inventario', dueLocal: `${addDays(day, 1)}T10:00`, doneAt: null })
    expect(titles((await tasks.list.query({ view: 'all' })).items)).toHaveLength(1)
  })

  it('is opened again, deleted and brought back', async () => {
    const { create, tasks } = await given()
    const { id } = await create({ title: 'Llamar' })
    await tasks.complete.mutate({ id })
    expect((await tasks.reopen.mutate({ id })).doneAt).toBeNull()
    await tasks.delete.mutate({ id })
    expect((await errorOf(tasks.get.query({ id }))).code).toBe('NOT_FOUND')
    expect((await tasks.list.query({ view: 'all' })).items).toEqual([])
    expect((await tasks.restore.mutate({ id })).title).toBe('Llamar')
    expect((await tasks.list.query({ view: 'all' })).items).toHaveLength(1)
  })

  it('lets all that is overdue be done tomorrow, and takes that back', async () => {
    const { create, tasks } = await given()
    const tomorrow = addDays(today(), 1)
    const timed = await create({ title: 'con hora', dueLocal: `${addDays(today(), -3)}T08:30` })
    const whole = await create({ title: 'sin hora', dueLocal: addDays(today(), -2) })
    const { before } = await tasks.rescheduleOverdue.mutate({ who: 'mine', day: tomorrow })
    const dueOf = async (id: TaskDto['id']) => (await tasks.get.query({ id })).dueLocal
    expect([await dueOf(timed.id), await dueOf(whole.id)]).toEqual([`${tomorrow}T08:30`, tomorrow])
    expect((await tasks.list.query({ view: 'overdue' })).items).toEqual([])
    await tasks.reschedule.mutate({ items: before })
    expect([await dueOf(timed.id), await dueOf(whole.id)]).toEqual([timed.dueLocal, whole.dueLocal])
  })

  it('shows on its deal when the next one is due', async () => {
    const world = await given()
    const { create, tasks, db } = world
    const recordId = await givenDeal(world)
    const nextTaskAt = async () => {
      const [row] = await rowsOf<{ at: Date | null }>(
        app,
        'SELECT next_task_at AS at FROM deals WHERE workspace_id = ?',
        db.workspaceId,
      )
      return row?.at?.toISOString() ?? null
    }
    const record = { entity: 'deal' as const, recordId }
    const [late, early] = await Promise.all([
      create({ title: 'b', dueLocal: '2026-12-05T10:00', record }),
      create({ title: 'a', dueLocal: '2026-12-01T10:00', record }),
    ])
    expect(await nextTaskAt()).toBe(early.dueAt)
    await tasks.complete.mutate({ id: early.id })
    expect(await nextTaskAt()).toBe(late.dueAt)
    await tasks.update.mutate({ id: late.id, version: 1, record: null })
    expect(await nextTaskAt()).toBeNull()
    expect(late.recordName).toBe('Mesa Jacinta')
    expect(titles((await tasks.ofRecord.query({ record, state: 'done' })).items)).toEqual(['a'])
    expect((await tasks.ofRecord.query({ record })).items).toEqual([])
  })

  it('is written down: who changed what, from what, to what', async () => {
    const { create, tasks, browser, userId } = await given()
    const { id } = await create({ title: 'Llamar', dueLocal: '2026-12-01' })
    await tasks.update.mutate({ id, version: 1, dueLocal: '2026-12-02' })
    const { items } = await browser.api.audit.list.query({ entity: 'task' })
    expect(items[0]).toMatchObject({
      action: 'task.updated',
      actorId: userId,
      recordId: id,
      before: { dueLocal: '2026-12-01' },
      after: { dueLocal: '2026-12-02' },
    })
    expect(items[1]).toMatchObject({ action: 'task.created', before: null, after: { title: 'Llamar' } })
    expect(recordKeyOf(id)).toBe(recordKeyOf(items[0]?.recordId as TaskDto['id']))
  })
})

describe('what a caller may name', () => {
  it('is a person who can do tasks, and a record of the workspace', async () => {
    const { create, workspaceId } = await given()
    const viewer = await givenMember(app, { workspaceId, role: 'viewer' })
    expect(await errorOf(create({ title: 'x', assigneeId: viewer.userId }))).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { fields: { assigneeId: 'is a viewer' } },
    })
    const record = { entity: 'contact' as const, recordId: newId('contact') }
    expect((await errorOf(create({ title: 'x', record }))).code).toBe('NOT_FOUND')
    expect((await errorOf(create({ title: 'x', assigneeId: newId('user') }))).code).toBe('NOT_FOUND')
    expect((await errorOf(create({ title: ' ' }))).code).toBe('VALIDATION_FAILED')
    expect((await errorOf(create({ title: randomUUID(), dueLocal: '2026-02-30' }))).code).toBe(
      'VALIDATION_FAILED',
    )
    expect((await errorOf(create({ title: 'x', timeZone: 'Mars/Olympus' }))).code).toBe('VALIDATION_FAILED')
  })
})
