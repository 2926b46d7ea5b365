import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { ListTasks, TaskDto, TaskPage, TasksOfRecord } from '@shared/contracts/tasks.ts'
import type { TaskId, UserId } from '@shared/ids.ts'
import type { RecordRef } from '@shared/records.ts'
import { dueRange } from '@shared/task-order.ts'
import type { WorkspaceApi } from './workspace-api.ts'

/** The counters are capped queries of the server; a burst of changes asks for them once. */
const COUNTS_EVERY_MS = 1_000

type Order = (a: TaskDto, b: TaskDto) => number
type QueryKey = readonly unknown[]
/** Whether a task stands in a list that was asked for with this input. */
type Fits<Input> = (input: Input) => boolean

/** The newest version seen: a late answer must not bring back what has left a list. */
const newest = new WeakMap<QueryClient, Map<TaskId, number>>()
const counting = new WeakSet<QueryClient>()

/** Puts a task where it now belongs, in every cached list; one that was overtaken changes nothing. */
export function putTask(api: WorkspaceApi, me: UserId, task: TaskDto): void {
  const versions = newest.get(api.queryClient) ?? new Map<TaskId, number>()
  newest.set(api.queryClient, versions)
  if ((versions.get(task.id) ?? 0) > task.version) return
  versions.set(task.id, task.version)
  const now = new Date()
  place(api, task, { list: (input) => isListed(task, input, { me, now }), record: (it) => isOf(task, it) })
  if (api.queryClient.getQueryData(api.trpc.tasks.get.queryKey({ id: task.id })))
    api.queryClient.setQueryData(api.trpc.tasks.get.queryKey({ id: task.id }), task)
}

/** Takes a task out of every list. It may come back: nobody who restores it knows an older version. */
export function dropTask(api: WorkspaceApi, id: TaskId): void {
  const known = { id, record: null } as TaskDto
  place(api, known, { list: () => false, record: () => false })
  void api.queryClient.invalidateQueries({ queryKey: api.trpc.tasks.get.queryKey({ id }) })
}

interface Where {
  list: Fits<ListTasks>
  record: Fits<TasksOfRecord>
}

function place(api: WorkspaceApi, task: TaskDto, where: Where): void {
  const { queryClient, trpc } = api
  const records = new Map<string, RecordRef>()
  const note = (pages: readonly TaskPage[]) => {
    const was = pages.flatMap(({ items }) => items).find(({ id }) => id === task.id)
    for (const record of [was?.record, task.record]) if (record) records.set(record.recordId, record)
  }
  for (const [key, data] of queryClient.getQueriesData<InfiniteData<TaskPage>>({
    queryKey: trpc.tasks.list.pathKey(),
  })) {
    if (!data) continue
    note(data.pages)
    const pages = placed(data.pages, task, where.list(inputOf(key)) ? byDue : null)
    if (pages !== data.pages) queryClient.setQueryData(key, { ...data, pages })
  }
  for (const [key, page] of queryClient.getQueriesData<TaskPage>({
    queryKey: trpc.tasks.ofRecord.pathKey(),
  })) {
    if (!page) continue
    note([page])
    const order = inputOf<TasksOfRecord>(key).state === 'done' ? byDone : byDue
    const [next] = placed([page], task, where.record(inputOf(key)) ? order : null)
    if (next !== page) queryClient.setQueryData(key, next)
  }
  refreshCounts(api)
  for (const record of records.values())
    void queryClient.invalidateQueries({ queryKey: trpc.timeline.list.infiniteQueryKey({ record }) })
}

/** The input of a cached call stands in the second part of its key. */
function inputOf<Input>(key: QueryKey): Input {
  return (key[1] as { input: Input }).input
}

function isListed(task: TaskDto, input: ListTasks, { me, now }: { me: UserId; now: Date }): boolean {
  if (task.doneAt !== null || (input.who !== 'everyone' && task.assigneeId !== me)) return false
  if (task.dueAt === null) return input.view === 'all'
  const { from, to } = dueRange(input.view, input.timeZone ?? task.timeZone, now)
  const due = Date.parse(task.dueAt)
  return (!from || due >= from.getTime()) && (!to || due < to.getTime())
}

const isOf = (task: TaskDto, { record, state }: TasksOfRecord): boolean =>
  task.record?.recordId === record.recordId && (task.doneAt !== null) === (state === 'done')

const byId: Order = (a, b) => (a.id < b.id ? -1 : 1)
const moment = (at: string | null) => (at === null ? Infinity : Date.parse(at))
const byDue: Order = (a, b) => compare(moment(a.dueAt), moment(b.dueAt)) || byId(a, b)
const byDone: Order = (a, b) => compare(moment(b.doneAt), moment(a.doneAt)) || byId(b, a)

function compare(a: number, b: number): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** The pages with the task at its place, or without it where no order is given. The same pages where nothing changes. */
function placed(pages: TaskPage[], task: TaskDto, order: Order | null): TaskPage[] {
  const has = pages.some(({ items }) => items.some(({ id }) => id === task.id))
  if (!has && !order) return pages
  const without = has
    ? pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== task.id) }))
    : pages
  if (!order) return without
  for (const [index, page] of without.entries()) {
    const at = page.items.findIndex((other) => order(task, other) < 0)
    if (at >= 0) return without.with(index, { ...page, items: page.items.toSpliced(at, 0, task) })
  }
  const last = without.at(-1)
  // Behind what is loaded, the next page will show it.
  if (!last || last.nextCursor !== null) return without
  return without.with(without.length - 1, { ...last, items: [...last.items, task] })
}

function refreshCounts({ queryClient, trpc }: WorkspaceApi): void {
  if (counting.has(queryClient)) return
  counting.add(queryClient)
  setTimeout(() => {
    counting.delete(queryClient)
    void queryClient.invalidateQueries({ queryKey: trpc.tasks.counts.pathKey() })
  }, COUNTS_EVERY_MS)
}
