import { and, asc, desc, eq, gt, lt, ne } from 'drizzle-orm'
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { DealId, StageId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { deals } from '../../schema/index.ts'
import type { StageRow } from '../pipelines/index.ts'

/** A key grows by a character in some six moves to the very same gap; the column holds 128. */
const LONGEST_KEY = 100

export interface Anchor {
  afterId?: DealId | undefined
  beforeId?: DealId | undefined
}

/**
 * The key of a place in a stage whose lock the caller holds: right below or above the card named, at
 * the top where none is, or where it has left meanwhile. No two deals of a stage get the same key.
 * @throws AppError NOT_FOUND for a card that never was.
 */
export async function placeIn(
  tx: WorkspaceTx,
  stage: StageRow,
  { dealId, afterId, beforeId }: Anchor & { dealId: DealId },
): Promise<string> {
  const after = await anchorOf(tx, afterId)
  const before = await anchorOf(tx, beforeId)
  const isHere = (anchor: DealPlace | undefined) =>
    anchor && anchor.stageId === stage.id && anchor.id !== dealId
  const gap = { stage, dealId }
  const key = isHere(after)
    ? await below(tx, gap, after?.position ?? '')
    : isHere(before)
      ? await above(tx, gap, before?.position ?? '')
      : await above(tx, gap, null)
  if (key.length <= LONGEST_KEY) return key
  await spread(tx, stage)
  return placeIn(tx, stage, { dealId, afterId, beforeId })
}

interface DealPlace {
  id: DealId
  stageId: StageId
  position: string
}

async function anchorOf(tx: WorkspaceTx, id: DealId | undefined): Promise<DealPlace | undefined> {
  if (!id) return undefined
  const [row] = await tx.orm
    .select({ id: deals.id, stageId: deals.stageId, position: deals.position })
    .from(deals)
    .where(own(tx, deals, eq(deals.id, id)))
  if (!row) throw notFound('deal')
  return row
}

interface Gap {
  stage: StageRow
  dealId: DealId
}

async function below(tx: WorkspaceTx, gap: Gap, position: string): Promise<string> {
  const [next] = await placesOf(tx, gap, gt(deals.position, position)).orderBy(asc(deals.position)).limit(1)
  return generateKeyBetween(position, next?.position ?? null)
}

/** Above that position, or above all. */
async function above(tx: WorkspaceTx, gap: Gap, position: string | null): Promise<string> {
  if (position !== null) {
    const [previous] = await placesOf(tx, gap, lt(deals.position, position))
      .orderBy(desc(deals.position))
      .limit(1)
    return generateKeyBetween(previous?.position ?? null, position)
  }
  const [first] = await placesOf(tx, gap).orderBy(asc(deals.position)).limit(1)
  return generateKeyBetween(null, first?.position ?? null)
}

/** Along deals_board. Deleted deals keep their places: they may come back to them. */
function placesOf(tx: WorkspaceTx, { stage, dealId }: Gap, ...conditions: ReturnType<typeof eq>[]) {
  return tx.orm
    .select({ position: deals.position })
    .from(deals)
    .where(
      own(
        tx,
        deals,
        and(
          eq(deals.pipelineId, stage.pipelineId),
          eq(deals.status, 'open'),
          eq(deals.stageId, stage.id),
          ne(deals.id, dealId),
          ...conditions,
        ),
      ),
    )
}

/** Gives every card of a stage a short key again, in the order they have. */
async function spread(tx: WorkspaceTx, stage: StageRow): Promise<void> {
  const inStage = and(
    eq(deals.pipelineId, stage.pipelineId),
    eq(deals.status, 'open'),
    eq(deals.stageId, stage.id),
  )
  const rows = await tx.orm
    .select({ id: deals.id, version: deals.version })
    .from(deals)
    .where(own(tx, deals, inStage))
    .orderBy(asc(deals.position), asc(deals.id))
    .for('update')
  const keys = generateNKeysBetween(null, null, rows.length)
  for (const [index, row] of rows.entries()) {
    await tx.orm
      .update(deals)
      .set({ position: keys[index] ?? '', version: row.version + 1 })
      .where(own(tx, deals, eq(deals.id, row.id)))
  }
  // So many cards moved at once that whoever shows them asks for the board again.
  tx.emit({ type: 'pipeline.changed', data: { pipelineId: stage.pipelineId } })
}
