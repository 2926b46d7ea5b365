import { eq } from 'drizzle-orm'
import type { DealId, UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { deals } from '../../schema/index.ts'
import * as repo from './deals.repo.ts'

/**
 * Keeps on a deal when its next task is due, and tells the boards. Nobody worked on the deal itself:
 * it stays as stale as it was, and nothing is audited.
 */
export async function setNextTask(
  tx: WorkspaceTx,
  { id, by }: { id: DealId; by: UserId | null },
  readNext: () => Promise<Date | null>,
): Promise<void> {
  const [row] = await tx.orm
    .select()
    .from(deals)
    .where(own(tx, deals, eq(deals.id, id)))
    .for('update')
  if (!row) return
  // Read under the deal's lock: of two tasks that change at once, the later reader sees both.
  const nextTaskAt = await readNext()
  if (nextTaskAt?.getTime() === row.nextTaskAt?.getTime()) return
  const change = { nextTaskAt, version: row.version + 1 }
  await tx.orm
    .update(deals)
    .set(change)
    .where(own(tx, deals, eq(deals.id, id)))
  if (row.deletedAt) return
  tx.emit({ type: 'deal.updated', data: { deal: await repo.stateOfRow(tx, { ...row, ...change }), by } })
}
