import { and, count, eq, isNull } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { RemoveStage } from '../../../shared/contracts/pipelines.ts'
import type { StageId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { deals } from '../../schema/index.ts'
import { archiveStage, findStage, lockStage, type StageRow } from '../pipelines/index.ts'
import { moveTo } from './bulk-deals.ts'
import * as repo from './deals.repo.ts'
import { refuseRemoved } from './gate.ts'

const AT_ONCE = 200

/**
 * Takes a stage off its pipeline. Its open deals go where the caller says, in batches, each of them
 * told and audited; one that arrives meanwhile waits for the lock and finds the stage gone.
 * @throws AppError IN_USE with `details.deals` where it holds some and nobody said where they go.
 */
export async function removeStage(
  db: WorkspaceDb,
  { id, moveDealsTo }: RemoveStage,
  actor: Actor,
): Promise<{ id: StageId; deleted: true }> {
  if (moveDealsTo) {
    await refuseSame(db, id, moveDealsTo)
    while (await db.tx((tx) => moveBatch(tx, { from: id, to: moveDealsTo, actor })));
  }
  await db.tx(async (tx) => {
    const stage = await lockStage(tx, id)
    if (stage.archivedAt) return
    const left = await openDeals(tx, stage)
    if (left > 0)
      throw new AppError('IN_USE', 'the stage holds deals: say where they go', { details: { deals: left } })
    await archiveStage(tx, stage, actor)
  })
  return { id, deleted: true }
}

async function refuseSame(db: WorkspaceDb, from: StageId, to: StageId): Promise<void> {
  await findStage(db, from)
  refuseRemoved(await findStage(db, to))
  if (from === to)
    throw new AppError('CONFLICT', 'deals cannot move to the stage that goes', {
      details: { reason: 'same_stage' },
    })
}

/** @returns whether there may be more. Both stages are locked in the order of their ids. */
async function moveBatch(
  tx: WorkspaceTx,
  { from, to, actor }: { from: StageId; to: StageId; actor: Actor },
): Promise<boolean> {
  const locked = new Map<StageId, StageRow>()
  for (const id of [from, to].sort()) locked.set(id, await lockStage(tx, id))
  const [source, target] = [locked.get(from), locked.get(to)]
  if (!source || !target) return false
  const rows = await tx.orm
    .select({ id: deals.id })
    .from(deals)
    .where(own(tx, deals, inStage(source)))
    .orderBy(deals.position)
    .limit(AT_ONCE)
  if (rows.length === 0) return false
  const wanted = await repo.findAllLocked(
    tx,
    rows.map((row) => row.id),
  )
  // The business goes on although the target asks for fields: the pipeline's keeper decided so.
  for (const { id } of rows.toReversed()) {
    const row = wanted.find((candidate) => candidate.id === id)
    if (row) await moveTo(tx, { row, stage: target, actor })
  }
  return rows.length === AT_ONCE
}

const inStage = (stage: StageRow) =>
  and(
    eq(deals.pipelineId, stage.pipelineId),
    eq(deals.status, 'open'),
    eq(deals.stageId, stage.id),
    isNull(deals.deletedAt),
  )

async function openDeals(tx: WorkspaceTx, stage: StageRow): Promise<number> {
  const [row] = await tx.orm
    .select({ n: count() })
    .from(deals)
    .where(own(tx, deals, inStage(stage)))
  return row?.n ?? 0
}
