import { and, asc, eq, lt } from 'drizzle-orm'
import type { SystemDb } from '../../platform/db/system-db.ts'
import { own, type WorkspaceDbFactory, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { messages, pendingStatuses, receipts } from '../../schema/index.ts'
import { climb } from '../messages/index.ts'

const DAY_MS = 86_400_000
/** Raw bodies serve replays and support; the messages' own unique keys keep repeats out for ever. */
const RECEIPT_DAYS = 14
const PARKED_DAYS = 7
const AT_ONCE = 1_000

export interface PurgeServices {
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
  now: () => Date
}

/** Removes what has served its time, in bites that hold no lock for long. */
export async function purgeInbound(services: PurgeServices): Promise<void> {
  const orm = services.systemDb('housekeeping')
  const before = (days: number) => new Date(services.now().getTime() - days * DAY_MS)
  await orm
    .delete(receipts)
    .where(and(eq(receipts.state, 'done'), lt(receipts.receivedAt, before(RECEIPT_DAYS))))
    .orderBy(asc(receipts.id))
    .limit(AT_ONCE)
  await orm
    .delete(pendingStatuses)
    .where(lt(pendingStatuses.createdAt, before(PARKED_DAYS)))
    .limit(AT_ONCE)
  await settleParked(services)
}

/**
 * A report that was parked at the very moment in which another process stored its message: each
 * looked before the other had written. Looking once more, later, finds the pair.
 */
async function settleParked(services: PurgeServices): Promise<void> {
  const parked = await services.systemDb('housekeeping').select().from(pendingStatuses).limit(AT_ONCE)
  for (const report of parked)
    await services.workspaceDb(report.workspaceId).tx((tx) => settleOne(tx, report))
}

type Report = typeof pendingStatuses.$inferSelect

async function settleOne(tx: WorkspaceTx, report: Report): Promise<void> {
  const [message] = await tx.orm
    .select()
    .from(messages)
    .where(
      own(
        tx,
        messages,
        and(eq(messages.channelId, report.channelId), eq(messages.externalKey, report.externalKey)),
      ),
    )
    .for('update')
  if (!message) return
  await unpark(tx, report)
  const status = climb(message.status, report.status)
  if (status === message.status) return
  await tx.orm
    .update(messages)
    .set({ status })
    .where(own(tx, messages, eq(messages.id, message.id)))
  const { id: messageId, conversationId, threadId } = message
  const at = report.at.toISOString()
  tx.emit({
    type: 'message.status_changed',
    data: { messageId, conversationId, threadId, status, error: null, at },
  })
}

async function unpark(tx: WorkspaceTx, { channelId, externalKey, status }: Report): Promise<void> {
  const isIt = and(
    eq(pendingStatuses.channelId, channelId),
    eq(pendingStatuses.externalKey, externalKey),
    eq(pendingStatuses.status, status),
  )
  await tx.orm.delete(pendingStatuses).where(own(tx, pendingStatuses, isIt))
}
