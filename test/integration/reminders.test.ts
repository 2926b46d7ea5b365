import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setTimer } from '../../src/server/platform/jobs/index.ts'
import { JobRunner } from '../../src/server/platform/jobs/runner.ts'
import { REMINDER_JOB, remind } from '../../src/server/modules/tasks/index.ts'
import { tasks as tasksTable } from '../../src/server/schema/index.ts'
import { localTimeOf } from '../../src/shared/local-time.ts'
import { newId, type TaskId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { eventually } from '../harness/eventually.ts'
import { startFakeSmtp, type FakeSmtp } from '../harness/fake-smtp.ts'
import { givenWorkspace } from '../harness/given.ts'
import { givenMember, givenOwner } from '../isolation/people.ts'
import { rowsOf } from '../isolation/stock.ts'

let app: TestApp
let smtp: FakeSmtp
beforeAll(async () => {
  smtp = await startFakeSmtp()
  app = await startTestApp({ env: { SMTP_URL: smtp.url } })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})

const MINUTE = 60_000
const inMinutes = (minutes: number) => localTimeOf(new Date(Date.now() + minutes * MINUTE), 'UTC')

type Owner = Awaited<ReturnType<typeof givenOwner>>

const timersOf = async ({ workspaceId }: Owner) =>
  rowsOf<{ runAt: Date }>(
    app,
    `SELECT run_at AS runAt FROM jobs WHERE workspace_id = ? AND name = '${REMINDER_JOB}'`,
    workspaceId,
  )

describe('a reminder', () => {
  it('rings the bell and writes a letter, when its time has come', async () => {
    const owner = await givenOwner(app)
    const { tasks, notifications } = owner.browser.api
    const { id } = await tasks.create.mutate({
      title: 'Llamar a <Regina>',
      timeZone: 'UTC',
      dueLocal: inMinutes(30),
      remindMinutes: 60,
    })
    const bell = await eventually(async () => (await notifications.list.query({})).items[0])
    expect(bell).toMatchObject({ kind: 'task_due', data: { taskId: id, title: 'Llamar a <Regina>' } })
    expect(await notifications.unreadCount.query()).toEqual({ count: 1 })
    const letter = await eventually(async () => smtp.letters.find((text) => text.includes(owner.email)))
    expect(letter).toContain('Subject: Llamar a <Regina>')
    expect(letter).toContain('&lt;Regina&gt;')
    expect(await notifications.markRead.mutate({})).toEqual({ count: 0 })
    expect(await timersOf(owner)).toEqual([])
  })

  it('moves with its task, and goes when that is done or deleted', async () => {
    const owner = await givenOwner(app)
    const { tasks } = owner.browser.api
    const given = { timeZone: 'UTC', dueLocal: '2030-01-01T10:00', remindMinutes: 15 }
    const { id } = await tasks.create.mutate({ title: 'x', ...given })
    const runAt = async () => (await timersOf(owner)).map((row) => row.runAt.toISOString())
    expect(await runAt()).toEqual(['2030-01-01T09:45:00.000Z'])
    await tasks.update.mutate({ id, version: 1, dueLocal: '2030-01-02T10:00' })
    expect(await runAt()).toEqual(['2030-01-02T09:45:00.000Z'])
    await tasks.complete.mutate({ id })
    expect(await runAt()).toEqual([])
    await tasks.reopen.mutate({ id })
    expect(await runAt()).toEqual(['2030-01-02T09:45:00.000Z'])
    await tasks.delete.mutate({ id })
    expect(await runAt()).toEqual([])
  })
})

describe('very many reminders at once', () => {
  const COUNT = 2_500

  it('ring each bell once, whoever runs them and whatever fails in between', async () => {
    const owner = await givenOwner(app)
    const ids = await givenTimers(owner, COUNT)
    const { services } = app.process.composed
    let calls = 0
    // Runners of other processes: they share nothing with ours but the database.
    const runners = [0, 1].map(
      () =>
        new JobRunner(services, {
          single: {},
          long: {},
          batch: {
            [REMINDER_JOB]: async (tx, due) => {
              await remind(tx, due)
              if (++calls % 3 === 0) throw new Error('the process lost its database')
            },
          },
        }),
    )
    for (const runner of runners) runner.start()
    try {
      await eventually(async () => ((await timersOf(owner)).length === 0 ? true : undefined))
    } finally {
      await Promise.all(runners.map((runner) => runner.stop()))
    }
    const rung = await rowsOf<{ data: { taskId: TaskId } | string }>(
      app,
      "SELECT data FROM notifications WHERE workspace_id = ? AND kind = 'task_due'",
      owner.workspaceId,
    )
    const told = rung.map(({ data }) => (typeof data === 'string' ? JSON.parse(data) : data).taskId)
    expect(told.toSorted()).toEqual(ids.toSorted())
  }, 60_000)
})

/** Tasks whose timers are due in the same second. */
async function givenTimers(owner: Owner, count: number): Promise<TaskId[]> {
  const db = app.process.composed.services.workspaceDb(owner.workspaceId)
  const dueAt = new Date(Date.now() + 60 * MINUTE)
  const ids = Array.from({ length: count }, () => newId('task'))
  await db.tx(async (tx) => {
    await tx.orm.insert(tasksTable).values(
      ids.map((id) => ({
        workspaceId: owner.workspaceId,
        id,
        title: 'x',
        type: 'other' as const,
        priority: 'normal' as const,
        assigneeId: owner.userId,
        timeZone: 'UTC',
        dueAt,
        remindMinutes: 60,
      })),
    )
    const at = new Date(dueAt.getTime() - 60 * MINUTE).toISOString()
    for (const taskId of ids)
      await setTimer(tx, { name: REMINDER_JOB, key: taskId, runAt: new Date(), payload: { taskId, at } })
  })
  return ids
}

describe('the bell', () => {
  it('rings for whoever gets a task or a conversation from somebody else, and for nobody else', async () => {
    const owner = await givenOwner(app)
    const ana = await givenMember(app, { workspaceId: owner.workspaceId, role: 'agent' })
    const { tasks } = owner.browser.api
    await tasks.create.mutate({ title: 'mía' })
    const { id } = await tasks.create.mutate({ title: 'de Ana', assigneeId: ana.userId })
    const listOf = async (person: typeof ana) => (await person.browser.api.notifications.list.query({})).items
    expect(await listOf(ana)).toMatchObject([
      { kind: 'task_assigned', data: { taskId: id, by: owner.userId } },
    ])
    expect(await listOf(owner)).toEqual([])
    const [first] = await listOf(ana)
    if (!first) throw new Error('the bell did not ring')
    const foreign = owner.browser.api.notifications.markRead.mutate({ ids: [first.id] })
    await expect(foreign).rejects.toMatchObject({ data: { app: { code: 'NOT_FOUND' } } })
    expect(await ana.browser.api.notifications.markRead.mutate({ ids: [first.id] })).toEqual({ count: 0 })
  })

  it('rings for a conversation and for a deal that somebody else hands over, once each', async () => {
    const owner = await givenWorkspace(app)
    const ana = await owner.member('agent')
    const { api } = owner.owner.browser
    const channel = await owner.channel()
    const conversation = await channel.customer('Regina Solórzano').writes('Hola')
    await api.conversations.assign.mutate({ id: conversation.id, assigneeId: ana.userId })
    const deal = await api.deals.create.mutate({ title: 'Mesa Jacinta', ownerId: ana.userId })
    const bell = (await ana.browser.api.notifications.list.query({})).items
    expect(bell).toHaveLength(2)
    expect(bell).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'conversation_assigned',
          data: {
            conversationId: conversation.id,
            number: conversation.number,
            name: 'Regina Solórzano',
            by: owner.owner.userId,
          },
        }),
        expect.objectContaining({
          kind: 'deal_assigned',
          data: { dealId: deal.id, number: deal.number, title: 'Mesa Jacinta', by: owner.owner.userId },
        }),
      ]),
    )
    // What one takes for oneself needs no bell.
    await ana.browser.api.conversations.assign.mutate({ id: conversation.id, assigneeId: ana.userId })
    await ana.browser.api.deals.create.mutate({ title: 'Mía', ownerId: ana.userId })
    expect(await ana.browser.api.notifications.unreadCount.query()).toEqual({ count: 2 })
  })
})
