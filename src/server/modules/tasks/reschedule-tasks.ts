import { and, asc, eq, isNull, lt } from 'drizzle-orm'
import { memberOf } from '../../../shared/actor.ts'
import type {
  Rescheduled,
  RescheduleOverdue,
  RescheduleTasks,
  RezoneTasks,
} from '../../../shared/contracts/tasks.ts'
import { hasHour } from '../../../shared/local-time.ts'
import type { TaskId } from '../../../shared/ids.ts'
import { TASK_LIMITS } from '../../../shared/tasks.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { tasks } from '../../schema/index.ts'
import { change, changesAnything } from './change-task.ts'
import type { Doing } from './record-change.ts'
import { timingOf } from './task-fields.ts'
import { lockTasks, type TaskRow } from './tasks.repo.ts'

/** Several tasks to times of their own: all or none. @throws AppError NOT_FOUND */
export function rescheduleTasks(db: WorkspaceDb, input: RescheduleTasks, doing: Doing): Promise<Rescheduled> {
  return db.tx((tx) => moveTo(tx, new Map(input.items.map(({ id, ...due }) => [id, due])), doing))
}

/** All that is overdue to one day, the earliest first, each task at its own hour. */
export function rescheduleOverdue(
  db: WorkspaceDb,
  { who, day }: RescheduleOverdue,
  doing: Doing,
): Promise<Rescheduled> {
  const userId = memberOf(doing.actor)
  return db.tx(async (tx) => {
    const overdue = await tx.orm
      .select({ id: tasks.id, dueLocal: tasks.dueLocal })
      .from(tasks, { forceIndex: who === 'mine' ? 'tasks_assignee' : 'tasks_due' })
      .where(
        own(
          tx,
          tasks,
          and(isNull(tasks.doneAt), lt(tasks.dueAt, doing.now), isNull(tasks.deletedAt)),
          who === 'mine' && userId ? eq(tasks.assigneeId, userId) : undefined,
        ),
      )
      .orderBy(asc(tasks.dueAt), asc(tasks.id))
      .limit(TASK_LIMITS.bulk)
    return moveTo(
      tx,
      new Map(overdue.map(({ id, dueLocal }) => [id, { dueLocal: onDay(day, dueLocal) }])),
      doing,
    )
  })
}

const onDay = (day: string, dueLocal: string | null) =>
  dueLocal !== null && hasHour(dueLocal) ? `${day}${dueLocal.slice(10)}` : day

/** A member has moved: ten o'clock is now ten o'clock there. At most 500 tasks a call, the next first. */
export function rezoneTasks(db: WorkspaceDb, { timeZone }: RezoneTasks, doing: Doing): Promise<Rescheduled> {
  const userId = memberOf(doing.actor)
  return db.tx(async (tx) => {
    if (!userId) return { before: [] }
    const open = await tx.orm
      .select({ id: tasks.id, dueLocal: tasks.dueLocal, timeZone: tasks.timeZone })
      .from(tasks, { forceIndex: 'tasks_assignee' })
      .where(own(tx, tasks, eq(tasks.assigneeId, userId), isNull(tasks.doneAt), isNull(tasks.deletedAt)))
      .orderBy(asc(tasks.dueAt), asc(tasks.id))
      .limit(TASK_LIMITS.bulk)
    return moveTo(tx, new Map(open.map(({ id, dueLocal }) => [id, { dueLocal, timeZone }])), doing)
  })
}

type Due = Pick<TaskRow, 'dueLocal'> & { timeZone?: string | undefined }

async function moveTo(tx: WorkspaceTx, dues: ReadonlyMap<TaskId, Due>, doing: Doing): Promise<Rescheduled> {
  const before: Rescheduled['before'] = []
  if (dues.size === 0) return { before }
  for (const [id, row] of await lockTasks(tx, [...dues.keys()])) {
    if (row.deletedAt) throw notFound('task')
    const due = dues.get(id)
    // Nothing recurs without a date.
    const rrule = due?.dueLocal === null ? null : undefined
    const columns = timingOf({ ...due, rrule }, row)
    if (!changesAnything(row, columns)) continue
    before.push({ id, dueLocal: row.dueLocal, timeZone: row.timeZone })
    await change(tx, { row, columns, event: 'task.updated', ...doing })
  }
  return { before }
}
