import { memberOf } from '../../../shared/actor.ts'
import type { CreateTask, TaskDto } from '../../../shared/contracts/tasks.ts'
import { newId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { recordChange, type Doing } from './record-change.ts'
import { columnsOf } from './task-fields.ts'
import { insertTask, zoneOfWorkspace, type TaskRow } from './tasks.repo.ts'

/**
 * Without a word about who does it, the one who made it does.
 * @throws AppError NOT_FOUND, VALIDATION_FAILED
 */
export function createTask(db: WorkspaceDb, input: CreateTask, doing: Doing): Promise<TaskDto> {
  const by = memberOf(doing.actor)
  return db.tx(async (tx) => {
    const columns = await columnsOf(tx, { assigneeId: by, ...input }, null)
    const row = await insertTask(tx, {
      ...(await emptyTask(tx, doing.now)),
      ...columns,
      title: input.title,
      createdBy: by,
    })
    return recordChange(tx, { ...doing, before: null, after: row, event: 'task.created' })
  })
}

async function emptyTask(tx: Parameters<typeof zoneOfWorkspace>[0], now: Date): Promise<TaskRow> {
  return {
    workspaceId: tx.workspaceId,
    id: newId('task'),
    title: '',
    description: null,
    type: 'other',
    priority: 'normal',
    assigneeId: null,
    createdBy: null,
    entity: null,
    recordId: null,
    dueLocal: null,
    timeZone: await zoneOfWorkspace(tx),
    dueAt: null,
    rrule: null,
    remindMinutes: null,
    doneAt: null,
    doneBy: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  }
}
