import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { TaskDto } from '../../../shared/contracts/tasks.ts'
import type { Id } from '../../../shared/ids.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notify } from '../notifications/index.ts'
import { changesBetween } from '../records/index.ts'
import { keepNextTask } from './next-task.ts'
import { recordOf, taskDto } from './task-dto.ts'
import type { TaskRow } from './tasks.repo.ts'
import { keepTimer } from './timers.ts'

export interface Doing {
  actor: Actor
  now: Date
}

export type TaskEvent = 'task.created' | 'task.updated' | 'task.completed' | 'task.reopened' | 'task.deleted'

interface Change extends Doing {
  before: TaskRow | null
  after: TaskRow
  event: TaskEvent
}

/** Everything that follows from a task's change, in its transaction: timer, deal, bell, audit, event. */
export async function recordChange(tx: WorkspaceTx, change: Change): Promise<TaskDto> {
  const { before, after, event, actor } = change
  const by = memberOf(actor)
  await keepTimer(tx, change)
  await keepNextTask(tx, dealsOf(before, after), by)
  await tellAssignee(tx, change)
  const changes = changesBetween(before ? audited(before) : {}, audited(after))
  tx.audit({
    actor,
    action: event,
    entity: 'task',
    recordId: after.id,
    before: before && changes ? changes.before : null,
    after: changes && (before ? changes.after : withoutEmpty(changes.after)),
  })
  const task = await taskDto(tx, after)
  if (event === 'task.deleted') tx.emit({ type: event, data: { taskId: after.id, by } })
  else tx.emit({ type: event, data: { task, by } })
  return task
}

function audited(row: TaskRow): Record<string, unknown> {
  const { title, description, type, priority, assigneeId, dueLocal, timeZone, rrule, remindMinutes } = row
  return {
    title,
    description,
    type,
    priority,
    assigneeId,
    record: recordOf(row)?.recordId ?? null,
    dueLocal,
    timeZone,
    rrule,
    remindMinutes,
    doneAt: row.doneAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}

const withoutEmpty = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

function dealsOf(...rows: (TaskRow | null)[]): Id<'deal'>[] {
  return rows.flatMap((row) => {
    const record = row && recordOf(row)
    return record?.entity === 'deal' ? [record.recordId] : []
  })
}

/** Nobody is told of what they took themselves. */
async function tellAssignee(tx: WorkspaceTx, { before, after, actor }: Change): Promise<void> {
  const { id, assigneeId, title, version } = after
  const by = memberOf(actor)
  const isNew = assigneeId !== null && assigneeId !== (before?.assigneeId ?? null) && assigneeId !== by
  if (!isNew || after.doneAt || after.deletedAt) return
  await notify(tx, [
    {
      userId: assigneeId,
      fact: { kind: 'task_assigned', data: { taskId: id, title, by } },
      dedupeKey: `assigned:${id}:${version}`,
    },
  ])
}
