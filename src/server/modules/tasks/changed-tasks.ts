import { and, asc, gt, gte, or } from 'drizzle-orm'
import type { TaskDto } from '../../../shared/contracts/tasks.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { tasks } from '../../schema/index.ts'
import { taskDtos } from './task-dto.ts'

export interface ChangedTask extends TaskDto {
  updatedAt: string
  deletedAt: string | null
}

/**
 * Every task that changed since, done and deleted ones too, the oldest change first, so that a program
 * can keep a copy; along the index tasks_updated.
 */
export async function listChangedTasks(
  db: WorkspaceDb,
  { since, cursor, limit }: { since: Date; cursor?: string | undefined; limit: number },
): Promise<Page<ChangedTask>> {
  const after = cursor === undefined ? undefined : decodePosition('task', cursor)
  const { updatedAt, id } = tasks
  const rows = await db.orm
    .select()
    .from(tasks, { forceIndex: 'tasks_updated' })
    .where(
      own(
        db,
        tasks,
        gte(updatedAt, since),
        after && and(gte(updatedAt, after.at), or(gt(updatedAt, after.at), gt(id, after.id))),
      ),
    )
    .orderBy(asc(updatedAt), asc(id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, (row) => [row.updatedAt, row.id])
  const dtos = await taskDtos(db, page.items)
  return {
    ...page,
    items: page.items.map((row, index) => ({
      ...(dtos[index] as TaskDto),
      updatedAt: row.updatedAt.toISOString(),
      deletedAt: row.deletedAt?.toISOString() ?? null,
    })),
  }
}
