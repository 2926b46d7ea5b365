import type { Actor } from '../../../shared/actor.ts'
import type { DealDetail, DealStatus, UpdateDeal } from '../../../shared/contracts/deals.ts'
import type { LostReasonId, StageId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { findLostReason, lockStage, type StageRow } from '../pipelines/index.ts'
import { writeRecordTerms } from '../search/index.ts'
import { changeDeal, refuseDeleted, refuseStale, type DealChange, type Told } from './change-deal.ts'
import { NOT_LOST } from './close-deal.ts'
import * as repo from './deals.repo.ts'
import { passGate, refuseRemoved } from './gate.ts'
import { getDeal } from './get-deal.ts'
import { placeIn } from './place.ts'
import { factsOf } from './update-deal.ts'

/** What a program may change in one call: all of it or nothing. */
export interface PatchDeal extends UpdateDeal {
  stageId?: StageId | undefined
  status?: DealStatus | undefined
  lostReasonId?: LostReasonId | undefined
  lostNote?: string | undefined
}

/** Facts, stage and status of a deal in one transaction, as one new version with one event. */
export async function patchDeal(db: WorkspaceDb, input: PatchDeal, actor: Actor): Promise<DealDetail> {
  const seen = await repo.find(db, input.id)
  await db.tx(async (tx) => {
    const stage = await lockStage(tx, input.stageId ?? seen.stageId)
    const row = await repo.findLocked(tx, input.id)
    const facts = await factsOf(tx, row, input)
    if (input.lostReasonId) await findLostReason(tx, input.lostReasonId)
    refuseDeleted(row)
    refuseStale(row, input.version)
    const status = input.status ?? row.status
    const change = {
      ...facts,
      ...closing(row, input, status),
      ...(await placing(tx, { row, stage, status })),
    }
    if (row.stageId !== stage.id) {
      refuseRemoved(stage)
      await passGate(tx, stage, { row: { ...row, ...facts } })
    }
    if (facts.title) await writeRecordTerms(tx, { entity: 'deal', recordId: row.id }, facts.title)
    await changeDeal(tx, row, { change, told: { actor, event: eventOf(row, stage, status) } })
  })
  return getDeal(db, { id: input.id })
}

function closing(row: repo.DealRow, input: PatchDeal, status: DealStatus): DealChange {
  if (status === 'lost' && !(input.lostReasonId ?? row.lostReasonId))
    throw new AppError('VALIDATION_FAILED', 'a lost deal needs a reason', {
      details: { fields: { lostReasonId: 'required where the deal is lost' } },
    })
  if (status === 'lost')
    return {
      status,
      closedAt: row.status === 'lost' ? row.closedAt : new Date(),
      lostReasonId: input.lostReasonId ?? row.lostReasonId,
      lostNote: input.lostNote ?? row.lostNote,
    }
  if (status === row.status) return {}
  return { status, closedAt: status === 'won' ? new Date() : null, ...NOT_LOST }
}

/** A deal that comes into a stage, from another one or from its end, stands at the top. */
async function placing(
  tx: WorkspaceTx,
  { row, stage, status }: { row: repo.DealRow; stage: StageRow; status: DealStatus },
): Promise<DealChange> {
  const comesBack = status === 'open' && row.status !== 'open'
  if (row.stageId === stage.id && !comesBack) return {}
  const position = await placeIn(tx, stage, { dealId: row.id })
  return { pipelineId: stage.pipelineId, stageId: stage.id, position }
}

function eventOf(row: repo.DealRow, stage: StageRow, status: DealStatus): Told['event'] {
  if (status !== row.status)
    return ({ won: 'deal.won', lost: 'deal.lost', open: 'deal.reopened' } as const)[status]
  return row.stageId === stage.id ? 'deal.updated' : 'deal.moved'
}
