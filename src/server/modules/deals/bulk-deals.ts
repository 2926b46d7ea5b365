import type { Actor } from '../../../shared/actor.ts'
import type { BulkDeals, BulkResult } from '../../../shared/contracts/deals.ts'
import type { UserId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { lockStage, type StageRow } from '../pipelines/index.ts'
import { requireMember } from '../records/index.ts'
import { changeDeal } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { missingFor, refuseRemoved } from './gate.ts'
import { placeIn } from './place.ts'

/**
 * One change of many deals in one transaction. Those that can't take it are named, not refused: closed,
 * deleted, or lacking what the stage asks for.
 * @throws AppError NOT_FOUND where a deal, the owner or the stage is none of the workspace's.
 */
export function bulkDeals(db: WorkspaceDb, { ids, change }: BulkDeals, actor: Actor): Promise<BulkResult> {
  const wanted = [...new Set(ids)]
  return db.tx(async (tx) => {
    const stage = 'stageId' in change ? await lockStage(tx, change.stageId) : undefined
    if ('ownerId' in change && change.ownerId) await requireMember(tx, change.ownerId)
    const rows = await repo.findAllLocked(tx, wanted)
    if (rows.length < wanted.length) throw notFound('deal')
    if (stage) refuseRemoved(stage)
    const ordered = wanted.flatMap((id) => rows.find((row) => row.id === id) ?? [])
    const owner = 'ownerId' in change ? { ownerId: change.ownerId } : undefined
    return eachOf(ordered, (row) =>
      stage ? toStage(tx, { row, stage, actor }) : owner ? toOwner(tx, { row, ...owner, actor }) : 'skipped',
    )
  })
}

type Outcome = 'changed' | 'same' | 'skipped'

async function eachOf(
  rows: repo.DealRow[],
  apply: (row: repo.DealRow) => Promise<Outcome> | Outcome,
): Promise<BulkResult> {
  const result: BulkResult = { changed: [], skipped: [] }
  // From the last to the first: each goes to the top, so they end up there in their order.
  for (const row of rows.toReversed()) {
    const outcome = await apply(row)
    if (outcome === 'changed')
      result.changed.unshift({ id: row.id, ownerId: row.ownerId, stageId: row.stageId })
    if (outcome === 'skipped') result.skipped.unshift(row.id)
  }
  return result
}

async function toOwner(
  tx: WorkspaceTx,
  { row, ownerId, actor }: { row: repo.DealRow; ownerId: UserId | null; actor: Actor },
): Promise<Outcome> {
  if (row.deletedAt) return 'skipped'
  if (row.ownerId === ownerId) return 'same'
  await changeDeal(tx, row, { change: { ownerId }, told: { actor, event: 'deal.updated' } })
  return 'changed'
}

async function toStage(
  tx: WorkspaceTx,
  { row, stage, actor }: { row: repo.DealRow; stage: StageRow; actor: Actor },
): Promise<Outcome> {
  if (row.deletedAt || row.status !== 'open') return 'skipped'
  if (row.stageId === stage.id) return 'same'
  const asks = stage.requiredFields.includes('contact')
  if (missingFor(stage, row, asks && (await repo.hasContact(tx, row.id))).length > 0) return 'skipped'
  await moveTo(tx, { row, stage, actor })
  return 'changed'
}

/** To the top of the stage, past its gate. */
export async function moveTo(
  tx: WorkspaceTx,
  { row, stage, actor }: { row: repo.DealRow; stage: StageRow; actor: Actor },
): Promise<void> {
  const position = await placeIn(tx, stage, { dealId: row.id })
  const change = { pipelineId: stage.pipelineId, stageId: stage.id, position }
  await changeDeal(tx, row, { change, told: { actor, event: 'deal.moved' } })
}
