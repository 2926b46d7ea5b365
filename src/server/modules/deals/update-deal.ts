import type { Actor } from '../../../shared/actor.ts'
import type { DealState, MoveFacts, UpdateDeal } from '../../../shared/contracts/deals.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { checkCustom } from '../fields/index.ts'
import { changeDeal, refuseDeleted, refuseStale, type DealChange } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { requireReferences } from './references.ts'
import { writeRecordTerms } from '../search/index.ts'

/** Changes what people fill in; a stale version is refused. */
export function updateDeal(db: WorkspaceDb, input: UpdateDeal, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const change = await factsOf(tx, row, input)
    refuseDeleted(row)
    refuseStale(row, input.version)
    if (input.title !== undefined && input.title !== row.title)
      await writeRecordTerms(tx, { entity: 'deal', recordId: row.id }, input.title)
    return changeDeal(tx, row, { change, told: { actor, event: 'deal.updated' } })
  })
}

/** The columns behind what was given, all of it checked. */
export async function factsOf(
  tx: WorkspaceTx,
  row: repo.DealRow,
  given: Omit<MoveFacts, 'contactId'> & { title?: string | undefined },
): Promise<DealChange> {
  await requireReferences(tx, given)
  const { title, amount, currency, companyId, ownerId, expectedCloseOn, source } = given
  const change = { title, amount, currency, companyId, ownerId, expectedCloseOn, source }
  const known = Object.entries(change).filter(([, value]) => value !== undefined)
  const custom =
    given.custom &&
    (await checkCustom(tx, {
      entity: 'deal',
      recordId: row.id,
      values: given.custom,
      previous: row.custom ?? {},
    }))
  return { ...Object.fromEntries(known), ...(custom ? { custom } : {}) }
}
