import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import * as outcome from './outcome.ts'
import { CLAIM_MS, RENEW_MS, type OutboxRow } from './outbox.repo.ts'

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
    const reason = 'the sender stopped while sending'
    return outcome.recordUnknown(db, row, { reason, since: lastSignOfLife(row), until, now })
  }
  const heardSince = await heardFromChannelSince(db, row)
  if (row.unknownRetries === 0 && heardSince) {
    const reason = 'no report of it among later webhooks'
    return outcome.recordRetry(db, row, { reason, runAt: now, unknownRetries: 1 })
  }
  return outcome.recordHeld(db, row, now)
}

/** How far back the workspace's newest receipts are searched for one of the channel. */
const RECENT = 2_000

/** A sender that lived longer would have renewed its claim; it can't have sent later than this. */
function lastSignOfLife(row: OutboxRow): Date {
  return new Date((row.lockedUntil?.getTime() ?? row.runAt.getTime()) - CLAIM_MS + RENEW_MS)
}

/** `runAt` of an unknown row is the moment by which the provider took it, if it did. */
async function heardFromChannelSince(db: WorkspaceDb, row: OutboxRow): Promise<boolean> {
  const [heard] = await db.rows<{ one: number }>(
    `SELECT 1 AS one FROM (SELECT channel_id, received_at FROM receipts WHERE workspace_id = ? AND state = 'done' ORDER BY id DESC LIMIT ?) r WHERE r.channel_id = ? AND r.received_at > ? LIMIT 1`,
    [idBytes(db.workspaceId), RECENT, idBytes(row.channelId), row.runAt],
  )
  return heard !== undefined
}
