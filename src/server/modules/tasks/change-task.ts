import { memberOf } from '../../../shared/actor.ts'
import type { ChangeTask, TaskCompletion, TaskDto, UpdateTask } from '../../../shared/contracts/tasks.ts'
import { instantOf, localTimeOf } from '../../../shared/local-time.ts'
import { newId, type TaskId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { nextOccurrence } from './recurrence.ts'
import { recordChange, type Doing, type TaskEvent } from './record-change.ts'
import { taskDto } from './task-dto.ts'
import { columnsOf } from './task-fields.ts'
import { insertTask, lockTasks, updateTaskRow, type TaskChange, type TaskRow } from './tasks.repo.ts'

/** @throws AppError NOT_FOUND, STALE_VERSION with `details.version`, VALIDATION_FAILED */
export function updateTask(db: WorkspaceDb, input: UpdateTask, doing: Doing): Promise<TaskDto> {
  const { id, version, ...fields } = input
  return db.tx(async (tx) => {
    const row = await locked(tx, { id, version })
    const columns = await columnsOf(tx, fields, row)
    if (!changesAnything(row, columns)) return taskDto(tx, row)
    return change(tx, { row, columns, event: 'task.updated', ...doing })
  })
}

/** Done; where it recurs, the next occurrence is made in the same breath. */
export function completeTask(db: WorkspaceDb, input: ChangeTask, doing: Doing): Promise<TaskCompletion> {
  return db.tx(async (tx) => {
    const row = await locked(tx, input)
    if (row.doneAt) return { task: await taskDto(tx, row), next: null }
    const columns = { doneAt: doing.now, doneBy: memberOf(doing.actor) }
    const task = await change(tx, { row, columns, event: 'task.completed', ...doing })
    return { task, next: await makeNext(tx, row, doing) }
  })
}

async function makeNext(tx: WorkspaceTx, row: TaskRow, doing: Doing): Promise<TaskDto | null> {
  const { dueLocal, rrule, timeZone } = row
  if (dueLocal === null || rrule === null) return null
  const occurrence = nextOccurrence({ dueLocal, rrule }, localTimeOf(doing.now, timeZone))
  if (!occurrence) return null
  const next = await insertTask(tx, {
    ...row,
    ...occurrence,
    id: newId('task'),
    dueAt: instantOf(occurrence.dueLocal, timeZone),
    version: 1,
    createdAt: doing.now,
    updatedAt: doing.now,
  })
  return recordChange(tx, { ...doing, before: null, after: next, event: 'task.created' })
}

/** Open again. What followed from its completion stays: a person decides about that. */
export function reopenTask(db: WorkspaceDb, input: ChangeTask, doing: Doing): Promise<TaskDto> {
  return db.tx(async (tx) => {
    const row = await locked(tx, input)
    if (!row.doneAt) return taskDto(tx, row)
    return change(tx, { row, columns: { doneAt: null, doneBy: null }, event: 'task.reopened', ...doing })
  })
}

/** Out of every list; restoring brings it back as it was. */
export async function deleteTask(db: WorkspaceDb, { id }: { id: TaskId }, doing: Doing): Promise<void> {
  await db.tx(async (tx) => {
    const row = await locked(tx, { id })
    await change(tx, { row, columns: { deletedAt: doing.now }, event: 'task.deleted', ...doing })
  })
}

export function restoreTask(db: WorkspaceDb, { id }: { id: TaskId }, doing: Doing): Promise<TaskDto> {
  return db.tx(async (tx) => {
    const row = (await lockTasks(tx, [id])).get(id)
    if (!row) throw notFound('task')
    if (!row.deletedAt) return taskDto(tx, row)
    return change(tx, { row, columns: { deletedAt: null }, event: 'task.updated', ...doing })
  })
}

interface Change extends Doing {
  row: TaskRow
  columns: TaskChange
  event: TaskEvent
}

export async function change(tx: WorkspaceTx, { row, columns, event, ...doing }: Change): Promise<TaskDto> {
  const after = await updateTaskRow(tx, row, columns)
  return recordChange(tx, { ...doing, before: row, after, event })
}

async function locked(tx: WorkspaceTx, { id, version }: ChangeTask): Promise<TaskRow> {
  const row = (await lockTasks(tx, [id])).get(id)
  if (!row || row.deletedAt) throw notFound('task')
  if (version !== undefined && version !== row.version)
    throw new AppError('STALE_VERSION', 'the task was changed meanwhile', {
      details: { version: row.version },
    })
  return row
}

/** Moments by their value; everything else is plain. */
export function changesAnything(row: TaskRow, columns: TaskChange): boolean {
  return Object.entries(columns).some(
    ([column, value]) => JSON.stringify(row[column as keyof TaskRow]) !== JSON.stringify(value),
  )
}
