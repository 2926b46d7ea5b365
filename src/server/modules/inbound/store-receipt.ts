import { and, eq, sql } from 'drizzle-orm'
import { own, type WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import { receipts } from '../../schema/index.ts'
import type { InboundItem } from './entry.ts'

/**
 * Keeps an item that can't be applied, without its effects: a dead letter, shown and replayable. A
 * repeat changes nothing.
 */
export async function storeFailed(
  workspaceDb: WorkspaceDbFactory,
  item: InboundItem,
  reason: string,
): Promise<void> {
  const { workspaceId, channelId } = item.channel
  await workspaceDb(workspaceId).tx(async (tx) => {
    await tx.orm
      .insert(receipts)
      .values({
        workspaceId,
        channelId,
        dedupe: item.dedupe,
        state: 'failed',
        body: Buffer.from(item.body),
        error: failure(reason),
        receivedAt: item.receivedAt,
      })
      .onDuplicateKeyUpdate({ set: { attempts: sql`${receipts.attempts}` } })
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
