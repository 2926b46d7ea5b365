import { eq } from 'drizzle-orm'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { channels } from '../../schema/index.ts'
import * as outcome from './outcome.ts'
import type { OutboxRow } from './outbox.repo.ts'

/**
 * Decides about a send whose time to wait is over.
 * - Its sender died while sending: it becomes unknown and waits now.
 * - It waited, and webhooks of the channel kept coming: their silence about it is evidence that the
 *   provider never took it, so it is sent once more.
 * - Otherwise (no webhook came, or it was already sent once more) a person decides.
 */
export async function settleOverdue(
  db: WorkspaceDb,
  row: OutboxRow,
  { holdMs, now }: { holdMs: number; now: Date },
): Promise<void> {
  if (row.state === 'sending') {
    const until = new Date(now.getTime() + holdMs)
    return outcome.recordUnknown(db, row, { reason: 'the sender stopped while sending', until, now })
  }
  const heardSince = await heardFromChannelSince(db, row)
  if (row.unknownRetries === 0 && heardSince) {
    const reason = 'no report of it among later webhooks'
    return outcome.recordRetry(db, row, { reason, runAt: now, unknownRetries: 1 })
  }
  return outcome.recordHeld(db, row, now)
}

/** `runAt` of an unknown row is the moment at which it became unknown. */
async function heardFromChannelSince(db: WorkspaceDb, row: OutboxRow): Promise<boolean> {
  const [channel] = await db.orm
    .select({ lastInboundAt: channels.lastInboundAt })
    .from(channels)
    .where(own(db, channels, eq(channels.id, row.channelId)))
  return channel?.lastInboundAt !== null && channel !== undefined && channel.lastInboundAt > row.runAt
}
