import { and, eq, sql } from 'drizzle-orm'
import { own, type WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import { receipts } from '../../schema/index.ts'
import type { InboundItem } from './entry.ts'

/**
 * Keeps an item without its effects: `failed` for one that can't be applied (a dead letter, shown
 * and replayable), `pending` for one that waits its turn under overload. A repeat changes nothing.
 */
export async function storeReceipt(
  workspaceDb: WorkspaceDbFactory,
  item: InboundItem,
  outcome: { state: 'failed' | 'pending'; error: string | null },
): Promise<void> {
  const { workspaceId, channelId } = item.channel
  await workspaceDb(workspaceId).tx(async (tx) => {
    await tx.orm
      .insert(receipts)
      .values({
        workspaceId,
        channelId,
        dedupe: item.dedupe,
        state: outcome.state,
        body: item.body,
        error: outcome.error === null ? null : failure(outcome.error),
        receivedAt: item.receivedAt,
      })
      .onDuplicateKeyUpdate({ set: { attempts: sql`${receipts.attempts}` } })
    if (outcome.state !== 'failed') return
    const [row] = await tx.orm
      .select({ id: receipts.id, state: receipts.state, attempts: receipts.attempts })
      .from(receipts)
      .where(own(tx, receipts, and(eq(receipts.channelId, channelId), eq(receipts.dedupe, item.dedupe))))
    if (row?.state === 'failed' && row.attempts === 0)
      tx.emit({ type: 'receipt.failed', data: { receiptId: row.id, channelId } })
  })
}

/** The reason as people may read it: cut, and never with the item's own content in it. */
export function failure(message: string): { message: string; at: string } {
  return { message: message.slice(0, 300), at: new Date().toISOString() }
}
