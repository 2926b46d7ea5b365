import { isDeepStrictEqual } from 'node:util'
import { QueryClient, type InfiniteData } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppRouter } from '../../src/server/api/trpc/router.ts'
import type { TaskDto, TaskPage } from '../../src/shared/contracts/tasks.ts'
import type { UserId, WorkspaceId } from '../../src/shared/ids.ts'
import { addDays, localTimeOf } from '../../src/shared/local-time.ts'
import { TASK_VIEWS, TASK_WHO } from '../../src/shared/tasks.ts'
import { applyEvent } from '../../src/web/lib/apply-event.ts'
import { QueryLiveCache } from '../../src/web/lib/live-cache.ts'
import type { WorkspaceApi } from '../../src/web/lib/workspace-api.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import type { Browser } from '../harness/client.ts'
import { eventually } from '../harness/eventually.ts'
import { givenMember, givenOwner } from '../isolation/people.ts'

const ZONE = 'America/Mexico_City'
const VIEWS = TASK_VIEWS.flatMap((view) => TASK_WHO.map((who) => ({ view, who, timeZone: ZONE })))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const today = () => localTimeOf(new Date(), ZONE).slice(0, 10)

/** A person's task lists without the drawing: filled by the server, changed by nothing but events. */
async function screenOf(browser: Browser, me: UserId) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const trpc = createTRPCOptionsProxy<AppRouter>({ client: browser.api, queryClient })
  const api: WorkspaceApi = { workspaceId: '' as WorkspaceId, client: browser.api, queryClient, trpc }
  const cache = new QueryLiveCache(api, me)
  const listOf = (input: (typeof VIEWS)[number]) =>
    trpc.tasks.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor })
  for (const input of VIEWS) await queryClient.fetchInfiniteQuery(listOf(input))
  const seq = (await browser.api.workspace.get.query()).eventSeq
  return {
    async follow() {
      const { envelope } = await browser.api.events.since.query({ after: seq })
      for (const event of envelope?.events ?? []) applyEvent(event, cache)
    },
    shown: (input: (typeof VIEWS)[number]): TaskDto[] =>
      queryClient
        .getQueryData<InfiniteData<TaskPage>>(listOf(input).queryKey)
        ?.pages.flatMap((page) => page.items) ?? [],
  }
}

describe('lists of tasks on a screen', () => {
  it('equal what a fresh fetch shows, whatever a colleague did, and ask for nothing', async () => {
    const owner = await givenOwner(app)
    const ana = await givenMember(app, { workspaceId: owner.workspaceId, role: 'agent' })
    const { tasks } = owner.browser.api
    const create = (title: string, dueLocal: string | null, assigneeId = ana.userId) =>
      tasks.create.mutate({ title, timeZone: ZONE, dueLocal, assigneeId })
    const day = today()
    const [late, due, tomorrow] = [
      await create('tarde', addDays(day, -1)),
      await create('hoy', day),
      await create('mañana', `${addDays(day, 1)}T09:00`),
    ]
    await create('de otra', day, owner.userId)
    const screen = await screenOf(ana.browser, ana.userId)

    await create('nueva', `${day}T23:50`)
    await create('sin fecha', null)
    await create('lejos', addDays(day, 90))
    await tasks.complete.mutate({ id: due.id })
    await tasks.update.mutate({ id: late.id, version: 1, title: 'tarde, con otro nombre' })
    await tasks.reschedule.mutate({ items: [{ id: tomorrow.id, dueLocal: addDays(day, 3), timeZone: ZONE }] })
    const gone = await create('se va', day)
    await tasks.delete.mutate({ id: gone.id })
    const given = await create('pasa a otra', day)
    await tasks.update.mutate({ id: given.id, version: 1, assigneeId: owner.userId })
    await screen.follow()

    for (const input of VIEWS) {
      const { items } = await ana.browser.api.tasks.list.query(input)
      const isSame = () => isDeepStrictEqual(screen.shown(input), items)
      // What places tasks comes with the first event.
      await eventually(async () => isSame() || undefined).catch(() => undefined)
      expect(screen.shown(input), JSON.stringify(input)).toEqual(items)
    }
  })
})
