import { eq, inArray, isNull } from 'drizzle-orm'
import type { TaskId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { tasks, workspaces } from '../../schema/index.ts'

export type TaskRow = typeof tasks.$inferSelect
export type TaskChange = Partial<Omit<TaskRow, 'workspaceId' | 'id' | 'version' | 'createdAt'>>

/** @throws AppError NOT_FOUND, for a deleted task too. */
export async function findTask(scope: Scope, id: TaskId): Promise<TaskRow> {
  const [row] = await scope.orm
    .select()
    .from(tasks)
    .where(own(scope, tasks, eq(tasks.id, id), isNull(tasks.deletedAt)))
  if (!row) throw notFound('task')
  return row
}

/** Tasks by id, deleted ones too, locked in the order of their ids. @throws AppError NOT_FOUND */
export async function lockTasks(tx: WorkspaceTx, ids: readonly TaskId[]): Promise<Map<TaskId, TaskRow>> {
  const wanted = [...new Set(ids)].sort()
  const rows = await tx.orm
    .select()
    .from(tasks)
    .where(own(tx, tasks, inArray(tasks.id, wanted)))
    .orderBy(tasks.id)
    .for('update')
  if (rows.length < wanted.length) throw notFound('task')
  return new Map(rows.map((row) => [row.id, row]))
}

export async function insertTask(tx: WorkspaceTx, row: TaskRow): Promise<TaskRow> {
  await tx.orm.insert(tasks).values(row)
  return row
}

/** One version more. */
export async function updateTaskRow(tx: WorkspaceTx, row: TaskRow, change: TaskChange): Promise<TaskRow> {
  const next = { ...row, ...change, version: row.version + 1, updatedAt: tx.now }
  await tx.orm
    .update(tasks)
    .set({ ...change, version: next.version, updatedAt: next.updatedAt })
    .where(own(tx, tasks, eq(tasks.id, row.id)))
  return next
}

/** What "today" means to a caller who names no zone. */
export async function zoneOfWorkspace(scope: Scope): Promise<string> {
  const [row] = await scope.orm
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId))
  if (!row) throw notFound('workspace')
  return row.timeZone
}
