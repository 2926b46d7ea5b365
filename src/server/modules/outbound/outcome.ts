import { and, eq } from 'drizzle-orm'
import type { DeliveryStatus, MessageError } from '../../../shared/contracts/messages.ts'
import type { SendReceipt } from '../../adapters/contract/index.ts'
import { crashPoint } from '../../platform/crash-point.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { messages, pendingStatuses } from '../../schema/index.ts'
import { climb } from '../messages/index.ts'
import * as repo from './outbox.repo.ts'

type MessageRow = typeof messages.$inferSelect

/**
 * Writes what became of a send. Each outcome is one transaction that first looks whether the claim
 * still stands: a sender that slept too long changes nothing.
 */
export async function recordSent(
  db: WorkspaceDb,
  row: repo.OutboxRow,
  { receipt, now }: { receipt: SendReceipt; now: Date },
): Promise<void> {
  crashPoint('outbox.beforeMark')
  await db.tx(async (tx) => {
    const message = await lockMessage(tx, row)
    if (!message) return
    // A report that named our id may have come before the answer, and may have settled the row.
    const parked = await takeParked(tx, message, receipt.externalKey)
    let status: DeliveryStatus = climb(message.status, 'sent')
    let { error } = message
    for (const report of parked) {
      status = climb(status, report.status)
      error = report.error ?? error
    }
    const externalKey = message.externalKey ?? receipt.externalKey
    await repo.remove(tx, row)
    await setStatus(tx, message, { status, error: status === 'failed' ? error : null, externalKey, at: now })
  })
}

export async function recordFailed(
  db: WorkspaceDb,
  row: repo.OutboxRow,
  { error, now }: { error: MessageError; now: Date },
): Promise<void> {
  await db.tx(async (tx) => {
    const message = await lockMessage(tx, row)
    if (!message || !(await repo.stillClaimed(tx, row))) return
    await repo.remove(tx, row)
    await setStatus(tx, message, { status: climb(message.status, 'failed'), error, at: now })
  })
}

/**
 * Nobody knows whether the provider took it, by `since` at the latest. Held until a report names our id; when the time is over
 * without one, see settle-unknown.ts.
 */
export async function recordUnknown(
  db: WorkspaceDb,
  row: repo.OutboxRow,
  { reason, since, until, now }: { reason: string; since: Date; until: Date; now: Date },
): Promise<void> {
  await db.tx(async (tx) => {
    const message = await lockMessage(tx, row)
    if (!message || !(await repo.stillClaimed(tx, row))) return
    await repo.update(tx, row, {
      state: 'unknown',
      lockedUntil: until,
      runAt: since,
      lastError: reason.slice(0, 500),
    })
    await setStatus(tx, message, { status: climb(message.status, 'unknown'), error: null, at: now })
  })
}

/** Back to the queue for another try: only for sends that the provider certainly did not take. */
export async function recordRetry(
  db: WorkspaceDb,
  row: repo.OutboxRow,
  { reason, runAt, unknownRetries }: { reason: string; runAt: Date; unknownRetries?: number },
): Promise<void> {
  await db.tx(async (tx) => {
    const message = await lockMessage(tx, row)
    if (!message || !(await repo.stillClaimed(tx, row))) return
    await repo.update(tx, row, {
      state: 'queued',
      runAt,
      lastError: reason.slice(0, 500),
      lockedUntil: null,
      ...(unknownRetries === undefined ? {} : { unknownRetries }),
    })
    if (message.status === 'unknown')
      await setStatus(tx, message, { status: 'queued', error: null, at: runAt })
  })
}

/** Only a person can decide now; the message says so. */
export async function recordHeld(db: WorkspaceDb, row: repo.OutboxRow, now: Date): Promise<void> {
  await db.tx(async (tx) => {
    const message = await lockMessage(tx, row)
    if (!message || !(await repo.stillClaimed(tx, row))) return
    await repo.update(tx, row, { state: 'held', lockedUntil: null })
    const error: MessageError = {
      code: 'unknown_outcome',
      title: 'The provider never answered; the message may or may not have arrived',
      advice: 'decide_unknown',
    }
    await setStatus(tx, message, { status: 'unknown', error, at: now })
  })
}

/** The message first, the outbox row second: the order of every writer. */
async function lockMessage(tx: WorkspaceTx, row: repo.OutboxRow): Promise<MessageRow | undefined> {
  const [message] = await tx.orm
    .select()
    .from(messages)
    .where(own(tx, messages, eq(messages.id, row.messageId)))
    .for('update')
  return message
}

async function takeParked(tx: WorkspaceTx, message: MessageRow, externalKey: string) {
  const where = own(
    tx,
    pendingStatuses,
    and(eq(pendingStatuses.channelId, message.channelId), eq(pendingStatuses.externalKey, externalKey)),
  )
  const parked = await tx.orm.select().from(pendingStatuses).where(where).for('update')
  if (parked.length > 0) await tx.orm.delete(pendingStatuses).where(where)
  return parked
}

async function setStatus(
  tx: WorkspaceTx,
  message: MessageRow,
  next: { status: DeliveryStatus; error: MessageError | null; externalKey?: string; at: Date },
): Promise<void> {
  const { at, ...values } = next
  await tx.orm
    .update(messages)
    .set(values)
    .where(own(tx, messages, eq(messages.id, message.id)))
  if (next.status === message.status && (next.error?.code ?? null) === (message.error?.code ?? null)) return
  tx.emit({
    type: 'message.status_changed',
    data: {
      messageId: message.id,
      conversationId: message.conversationId,
      threadId: message.threadId,
      status: next.status,
      error: next.error,
      at: at.toISOString(),
    },
  })
}
