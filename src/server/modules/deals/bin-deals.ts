import type { Actor } from '../../../shared/actor.ts'
import type { BinnedDeals, ManyDeals } from '../../../shared/contracts/deals.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { changeDeal, type Told } from './change-deal.ts'
import * as repo from './deals.repo.ts'

/** All of them out of every board and list. @throws AppError NOT_FOUND where one is none of ours. */
export const deleteDeals = (db: WorkspaceDb, { ids }: ManyDeals, actor: Actor): Promise<BinnedDeals> =>
  changeAll(db, { ids, isGone: true, told: { actor, event: 'deal.deleted' } })

/** All of them back in their places. @throws AppError NOT_FOUND where one is none of ours. */
export const restoreDeals = (db: WorkspaceDb, { ids }: ManyDeals, actor: Actor): Promise<BinnedDeals> =>
  changeAll(db, { ids, isGone: false, told: { actor, event: 'deal.restored' } })

interface Change extends ManyDeals {
  isGone: boolean
  told: Told
}

/** In one transaction; those that are there already stay as they are. */
function changeAll(db: WorkspaceDb, { ids, isGone, told }: Change): Promise<BinnedDeals> {
  const wanted = [...new Set(ids)]
  return db.tx(async (tx) => {
    const rows = await repo.findAllLocked(tx, wanted)
    if (rows.length < wanted.length) throw notFound('deal')
    const others = rows.filter((row) => (row.deletedAt !== null) !== isGone)
    for (const row of others)
      await changeDeal(tx, row, { change: { deletedAt: isGone ? tx.now : null }, told })
    return { changed: others.map((row) => row.id) }
  })
}
