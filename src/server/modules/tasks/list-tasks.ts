import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lt, lte, or, type SQL } from 'drizzle-orm'
import type {
  CountTasks,
  ListTasks,
  TaskCounts,
  TaskDto,
  TaskPage,
  TasksOfRecord,
} from '../../../shared/contracts/tasks.ts'
import { recordKeyOf, type TaskId, type UserId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { dueRange, type DueRange } from '../../../shared/task-order.ts'
import type { TaskView } from '../../../shared/tasks.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { tasks } from '../../schema/index.ts'
import { requireRecords } from '../records/index.ts'
import { taskDto, taskDtos } from './task-dto.ts'
import { findTask, zoneOfWorkspace, type TaskRow } from './tasks.repo.ts'

interface Viewer {
  userId: UserId | null
  now: Date
}

type Index = 'tasks_assignee' | 'tasks_due' | 'tasks_record'

/** Tasks without a date come after all that have one; their cursors say a moment that no task is due at. */
const UNDATED = new Date(253_402_300_799_999)

export async function getTask(db: WorkspaceDb, id: TaskId): Promise<TaskDto> {
  return taskDto(db, await findTask(db, id))
}

/** Open tasks by when they are due, those without a date last; along the index of the view. */
export async function listTasks(db: WorkspaceDb, input: ListTasks, viewer: Viewer): Promise<TaskPage> {
  const { view, who, cursor, limit } = input
  if (who === 'mine' && !viewer.userId) return { items: [], nextCursor: null }
  const range = dueRange(view, input.timeZone ?? (await zoneOfWorkspace(db)), viewer.now)
  const mine = who === 'mine' && viewer.userId ? eq(tasks.assigneeId, viewer.userId) : undefined
  const dated = and(
    mine,
    range.from && gte(tasks.dueAt, range.from),
    range.to ? lt(tasks.dueAt, range.to) : isNotNull(tasks.dueAt),
  )
  const undated = view === 'all' ? and(mine, isNull(tasks.dueAt)) : undefined
  const index = mine ? 'tasks_assignee' : 'tasks_due'
  return openPage(db, { index, dated, undated, cursor, limit })
}

interface OpenPage {
  index: Index
  dated: SQL | undefined
  /** Absent where only tasks with a date belong into the list. */
  undated: SQL | undefined
  cursor: string | undefined
  limit: number
}

async function openPage(db: WorkspaceDb, page: OpenPage): Promise<TaskPage> {
  const { index, dated, undated, limit } = page
  const after = page.cursor === undefined ? undefined : decodePosition('task', page.cursor)
  const isPastDates = after?.at.getTime() === UNDATED.getTime()
  const later =
    after && and(gte(tasks.dueAt, after.at), or(gt(tasks.dueAt, after.at), gt(tasks.id, after.id)))
  const rows = isPastDates ? [] : await openTasks(db, { index, where: and(dated, later), limit: limit + 1 })
  if (undated && rows.length <= limit) {
    const where = and(undated, isPastDates ? gt(tasks.id, after.id) : undefined)
    rows.push(...(await openTasks(db, { index, where, limit: limit + 1 - rows.length })))
  }
  return taskPage(db, { rows, limit, momentOf: (row) => row.dueAt ?? UNDATED })
}

function openTasks(
  db: WorkspaceDb,
  { index, where, limit }: { index: Index; where: SQL | undefined; limit: number },
): Promise<TaskRow[]> {
  return db.orm
    .select()
    .from(tasks, { forceIndex: index })
    .where(own(db, tasks, isNull(tasks.doneAt), isNull(tasks.deletedAt), where))
    .orderBy(asc(tasks.dueAt), asc(tasks.id))
    .limit(limit)
}

async function taskPage(
  db: WorkspaceDb,
  { rows, limit, momentOf }: { rows: TaskRow[]; limit: number; momentOf: (row: TaskRow) => Date },
): Promise<TaskPage> {
  const page = pageOf(rows, limit, (row) => [momentOf(row), row.id])
  return { ...page, items: await taskDtos(db, page.items) }
}

/** Open ones as lists show them; done ones, the latest first. @throws AppError NOT_FOUND */
export async function listTasksOfRecord(db: WorkspaceDb, input: TasksOfRecord): Promise<TaskPage> {
  const { record, state, cursor, limit } = input
  await requireRecords(db, [record])
  const ofRecord = and(eq(tasks.entity, record.entity), eq(tasks.recordId, recordKeyOf(record.recordId)))
  if (state === 'open') {
    const dated = and(ofRecord, isNotNull(tasks.dueAt))
    const undated = and(ofRecord, isNull(tasks.dueAt))
    return openPage(db, { index: 'tasks_record', dated, undated, cursor, limit })
  }
  const after = cursor === undefined ? undefined : decodePosition('task', cursor)
  const earlier =
    after && and(lte(tasks.doneAt, after.at), or(lt(tasks.doneAt, after.at), lt(tasks.id, after.id)))
  const rows = await db.orm
    .select()
    .from(tasks, { forceIndex: 'tasks_record' })
    .where(own(db, tasks, ofRecord, isNotNull(tasks.doneAt), isNull(tasks.deletedAt), earlier))
    .orderBy(desc(tasks.doneAt), desc(tasks.id))
    .limit(limit + 1)
  return taskPage(db, { rows, limit, momentOf: (row) => row.doneAt ?? UNDATED })
}

/** How many of mine each view holds, counted to a thousand at most: five short index scans. */
export async function countTasks(db: WorkspaceDb, input: CountTasks, viewer: Viewer): Promise<TaskCounts> {
  const timeZone = input.timeZone ?? (await zoneOfWorkspace(db))
  const of = (view: TaskView) => countOf(db, dueRange(view, timeZone, viewer.now), viewer)
  const [today, overdue, week, all, due] = await Promise.all([
    of('today'),
    of('overdue'),
    of('week'),
    of('all'),
    countOf(db, { to: dueRange('today', timeZone, viewer.now).to }, viewer),
  ])
  return { today, overdue, week, all, due }
}

async function countOf(db: WorkspaceDb, { from, to }: DueRange, { userId }: Viewer): Promise<number> {
  if (!userId) return 0
  const [row] = await db.rows<{ n: number }>(
    'SELECT COUNT(*) AS n FROM (SELECT 1 FROM tasks FORCE INDEX (tasks_assignee) ' +
      `WHERE workspace_id = ? AND assignee_id = ? AND done_at IS NULL${from ? ' AND due_at >= ?' : ''}` +
      `${to ? ' AND due_at < ?' : ''} AND deleted_at IS NULL LIMIT ?) x`,
    [
      idBytes(db.workspaceId),
      idBytes(userId),
      ...(from ? [from] : []),
      ...(to ? [to] : []),
      LIMITS.countCap + 1,
    ],
  )
  return row?.n ?? 0
}
