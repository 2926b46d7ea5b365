import { eq, sql } from 'drizzle-orm'
import type { MoneySum } from '../../../shared/contracts/deals.ts'
import type { PipelineId, StageId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { deals, dealTotals } from '../../schema/index.ts'
import type { DealRow } from './deals.repo.ts'

type Counted = Pick<DealRow, 'pipelineId' | 'stageId' | 'status' | 'currency' | 'amount' | 'deletedAt'>

interface Delta {
  pipelineId: PipelineId
  stageId: StageId
  status: DealRow['status']
  currency: string
  count: number
  amount: bigint
}

/** Moves the sums with deals that changed, in the transaction that changes them. Null: not there. */
export async function moveTotals(
  tx: WorkspaceTx,
  changes: readonly { before: Counted | null; after: Counted | null }[],
): Promise<void> {
  const deltas = new Map<string, Delta>()
  for (const { before, after } of changes) {
    if (before && !before.deletedAt) add(deltas, before, -1)
    if (after && !after.deletedAt) add(deltas, after, 1)
  }
  // Sorted: two transactions that move the same sums lock them in the same order.
  const sorted = [...deltas.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, delta] of sorted) if (delta.count !== 0 || delta.amount !== 0n) await write(tx, delta)
}

function add(deltas: Map<string, Delta>, deal: Counted, sign: 1 | -1): void {
  const { pipelineId, stageId, status, currency } = deal
  const key = [pipelineId, status, stageId, currency].join(' ')
  const delta = deltas.get(key) ?? { pipelineId, stageId, status, currency, count: 0, amount: 0n }
  delta.count += sign
  delta.amount += BigInt(sign) * BigInt(deal.amount ?? 0)
  deltas.set(key, delta)
}

async function write(tx: WorkspaceTx, delta: Delta): Promise<void> {
  const amount = delta.amount.toString()
  await tx.orm
    .insert(dealTotals)
    .values({ workspaceId: tx.workspaceId, ...delta, amount })
    .onDuplicateKeyUpdate({
      set: {
        count: sql`${dealTotals.count} + values(${dealTotals.count})`,
        amount: sql`${dealTotals.amount} + values(${dealTotals.amount})`,
      },
    })
}

/** Counts all deals of the workspace again: what the sums were kept from is the truth. */
export function rebuildTotals(db: WorkspaceDb): Promise<void> {
  return db.tx(async (tx) => {
    await tx.orm.delete(dealTotals).where(own(tx, dealTotals))
    const rows = await countedTotals(tx)
    if (rows.length === 0) return
    await tx.orm.insert(dealTotals).values(rows.map((row) => ({ workspaceId: tx.workspaceId, ...row })))
  })
}

/** What the sums must be, counted from the deals themselves. */
export function countedTotals(scope: Scope) {
  return scope.orm
    .select({
      pipelineId: deals.pipelineId,
      stageId: deals.stageId,
      status: deals.status,
      currency: deals.currency,
      count: sql<number>`count(*)`.mapWith(Number),
      amount: sql<string>`coalesce(sum(${deals.amount}), 0)`.mapWith(String),
    })
    .from(deals)
    .where(own(scope, deals, sql`${deals.deletedAt} is null`))
    .groupBy(deals.pipelineId, deals.stageId, deals.status, deals.currency)
}

/** The open deals of a pipeline, by stage. Along the primary key. */
export async function openTotals(scope: Scope, pipelineId: PipelineId): Promise<Map<StageId, MoneySum[]>> {
  const rows = await scope.orm
    .select()
    .from(dealTotals)
    .where(own(scope, dealTotals, eq(dealTotals.pipelineId, pipelineId), eq(dealTotals.status, 'open')))
  const sums = new Map<StageId, MoneySum[]>()
  for (const { stageId, currency, count, amount } of rows) {
    if (count === 0) continue
    sums.set(stageId, [...(sums.get(stageId) ?? []), { currency, count, amount: BigInt(amount).toString() }])
  }
  return sums
}
