import { and, desc, eq, lt } from 'drizzle-orm'
import type { ListReceipts, ReceiptDto } from '../../../shared/contracts/receipts.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ChannelId } from '../../../shared/ids.ts'
import { decodeNumber, pageOf } from '../../platform/cursor.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { receipts } from '../../schema/index.ts'
import { itemOf, type InboundChannel } from './entry.ts'
import type { Intake } from './intake.ts'
import { failure } from './store-receipt.ts'

const PREVIEW = 4_000

/** The workspace's raw inbound items in one state, newest first. */
export async function listReceipts(db: WorkspaceDb, input: ListReceipts): Promise<Page<ReceiptDto>> {
  const after = input.cursor === undefined ? undefined : decodeNumber(input.cursor)
  const rows = await db.orm
    .select()
    .from(receipts)
    .where(
      own(
        db,
        receipts,
        eq(receipts.state, input.state),
        after === undefined ? undefined : lt(receipts.id, after),
      ),
    )
    .orderBy(desc(receipts.id))
    .limit(input.limit + 1)
  const page = pageOf(rows, input.limit, (row) => [row.id])
  return { ...page, items: page.items.map(toDto) }
}

export interface ReplayServices {
  intake: Intake
  channelOf(channelId: ChannelId): Promise<InboundChannel | undefined>
}

/**
 * Applies a failed receipt again, as if it came now. Still failing, it stays failed with the new
 * reason; already applied, it is left alone.
 */
export async function replayReceipt(
  services: ReplayServices,
  db: WorkspaceDb,
  receiptId: number,
): Promise<ReceiptDto> {
  const row = await find(db, receiptId)
  if (row.state === 'done') return toDto(row)
  if (row.state === 'pending') throw new AppError('CONFLICT', 'the receipt is still waiting to be applied')
  const channel = await services.channelOf(row.channelId)
  if (!channel || channel.workspaceId !== db.workspaceId)
    throw new AppError('CHANNEL_NOT_CONNECTED', 'connect the channel again before replaying its receipts')
  try {
    await services.intake.applyStored(itemOf(channel, row), row.id)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await db.orm
      .update(receipts)
      .set({ error: failure(message), attempts: row.attempts + 1 })
      .where(own(db, receipts, and(eq(receipts.id, row.id), eq(receipts.state, 'failed'))))
  }
  return toDto(await find(db, receiptId))
}

async function find(scope: Scope, receiptId: number) {
  const [row] = await scope.orm
    .select()
    .from(receipts)
    .where(own(scope, receipts, eq(receipts.id, receiptId)))
  if (!row) throw notFound('receipt')
  return row
}

function toDto(row: typeof receipts.$inferSelect): ReceiptDto {
  return {
    id: row.id,
    channelId: row.channelId,
    state: row.state,
    error: row.error,
    attempts: row.attempts,
    receivedAt: row.receivedAt.toISOString(),
    bodyPreview: row.body.toString('utf8').slice(0, PREVIEW),
  }
}
