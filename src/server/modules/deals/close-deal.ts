import type { Actor } from '../../../shared/actor.ts'
import type { DealState, LoseDeal, WinDeal } from '../../../shared/contracts/deals.ts'
import type { DealId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { findLostReason, lockStage, stagesOf } from '../pipelines/index.ts'
import { changeDeal, refuseDeleted, refuseStale } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { placeIn } from './place.ts'

/** A deal that is not lost has no reason for it. */
export const NOT_LOST = { lostReasonId: null, lostNote: null }

/** Won, at the amount given where it differs from what was expected. */
export function winDeal(db: WorkspaceDb, input: WinDeal, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    refuseDeleted(row)
    refuseStale(row, input.version)
    if (row.status === 'won') return repo.stateOfRow(tx, row)
    const amount = input.amount ?? row.amount
    return changeDeal(tx, row, {
      change: { status: 'won', closedAt: tx.now, amount, ...NOT_LOST },
      told: { actor, event: 'deal.won' },
    })
  })
}

/** Lost, and why: without a reason nobody learns from it. */
export function loseDeal(db: WorkspaceDb, input: LoseDeal, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const reason = await findLostReason(tx, input.reasonId)
    refuseDeleted(row)
    refuseStale(row, input.version)
    if (reason.archivedAt && row.lostReasonId !== reason.id)
      throw new AppError('CONFLICT', 'the reason is no longer offered', {
        details: { reason: 'lost_reason_removed' },
      })
    const closedAt = row.status === 'lost' ? row.closedAt : tx.now
    return changeDeal(tx, row, {
      change: { status: 'lost', closedAt, lostReasonId: reason.id, lostNote: input.note || null },
      told: { actor, event: 'deal.lost' },
    })
  })
}

/** Open again, at the top of the stage it was in, or of the first where that one is gone. */
export function reopenDeal(db: WorkspaceDb, { id }: { id: DealId }, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const seen = await repo.find(tx, id)
    const live = await stagesOf(tx, seen.pipelineId)
    const wanted = live.find((stage) => stage.id === seen.stageId) ?? live[0]
    const stage = await lockStage(tx, wanted?.id ?? seen.stageId)
    const row = await repo.findLocked(tx, id)
    refuseDeleted(row)
    if (row.status === 'open') return repo.stateOfRow(tx, row)
    return changeDeal(tx, row, {
      change: {
        status: 'open',
        closedAt: null,
        ...NOT_LOST,
        stageId: stage.id,
        position: await placeIn(tx, stage, { dealId: id }),
      },
      told: { actor, event: 'deal.reopened' },
    })
  })
}

/** Out of every board and list; it can be restored. */
export function deleteDeal(
  db: WorkspaceDb,
  { id, version }: { id: DealId; version?: number },
  actor: Actor,
): Promise<{ id: DealId; deleted: true }> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    refuseStale(row, version)
    if (!row.deletedAt) {
      const told = { actor, event: 'deal.deleted' as const }
      await changeDeal(tx, row, { change: { deletedAt: tx.now }, told })
    }
    return { id, deleted: true }
  })
}

export function restoreDeal(db: WorkspaceDb, { id }: { id: DealId }, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    if (!row.deletedAt) return repo.stateOfRow(tx, row)
    return changeDeal(tx, row, { change: { deletedAt: null }, told: { actor, event: 'deal.restored' } })
  })
}
