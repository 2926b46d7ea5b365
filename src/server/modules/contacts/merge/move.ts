import { eq } from 'drizzle-orm'
import type { ContactId, MergeId, RecordKey } from '../../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import { mergeMoves } from '../../../schema/index.ts'

export interface Pair {
  winnerId: ContactId
  loserId: ContactId
}

/** One row that a merge took from the loser, and what it was before. */
export interface Move {
  rowId: RecordKey
  data: unknown
}

/** How rows of one kind change hands, and how they go back. */
export interface Mover {
  kind: string
  take(tx: WorkspaceTx, pair: Pair): Promise<Move[]>
  giveBack(tx: WorkspaceTx, pair: Pair, moves: Move[]): Promise<void>
}

const ROWS_AT_ONCE = 500

export function* chunksOf<T>(items: readonly T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) yield items.slice(from, from + ROWS_AT_ONCE)
}

export async function noteMoves(
  tx: WorkspaceTx,
  { mergeId, kind, moves }: { mergeId: MergeId; kind: string; moves: Move[] },
): Promise<void> {
  const { workspaceId } = tx
  for (const chunk of chunksOf(moves))
    await tx.orm
      .insert(mergeMoves)
      .values(chunk.map(({ rowId, data }) => ({ workspaceId, mergeId, kind, rowId, data })))
}

/** What a merge moved, by kind. */
export async function movesOf(tx: WorkspaceTx, mergeId: MergeId): Promise<Map<string, Move[]>> {
  const rows = await tx.orm
    .select({ kind: mergeMoves.kind, rowId: mergeMoves.rowId, data: mergeMoves.data })
    .from(mergeMoves)
    .where(own(tx, mergeMoves, eq(mergeMoves.mergeId, mergeId)))
  const moves = new Map<string, Move[]>()
  for (const { kind, rowId, data } of rows) {
    const ofKind = moves.get(kind)
    if (ofKind) ofKind.push({ rowId, data })
    else moves.set(kind, [{ rowId, data }])
  }
  return moves
}
