import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { DealState } from '../../../shared/contracts/deals.ts'
import type { UserId } from '../../../shared/ids.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notify } from '../notifications/index.ts'

/** Rings the bell of whoever gets a deal from somebody else. */
export async function tellOwner(
  tx: WorkspaceTx,
  { id, number, title, ownerId, version }: DealState,
  { was, actor }: { was: UserId | null; actor: Actor },
): Promise<void> {
  const by = memberOf(actor)
  if (!ownerId || ownerId === was || ownerId === by) return
  await notify(tx, [
    {
      userId: ownerId,
      fact: { kind: 'deal_assigned', data: { dealId: id, number, title, by } },
      dedupeKey: `assigned:${id}:${version}`,
    },
  ])
}
