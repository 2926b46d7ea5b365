import { eq, isNull, min } from 'drizzle-orm'
import { recordKeyOf, type DealId, type UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { tasks } from '../../schema/index.ts'
import { setNextTask } from '../deals/index.ts'

/** Keeps on each deal when its next task is due, after one of its tasks changed. */
export async function keepNextTask(
  tx: WorkspaceTx,
  ids: readonly DealId[],
  by: UserId | null,
): Promise<void> {
  for (const id of [...new Set(ids)].sort())
    await setNextTask(tx, { id, by }, async () => {
      const [earliest] = await tx.orm
        .select({ at: min(tasks.dueAt) })
        .from(tasks)
        .where(
          own(
            tx,
            tasks,
            eq(tasks.entity, 'deal'),
            eq(tasks.recordId, recordKeyOf(id)),
            isNull(tasks.doneAt),
            isNull(tasks.deletedAt),
          ),
        )
      return earliest?.at ?? null
    })
}
