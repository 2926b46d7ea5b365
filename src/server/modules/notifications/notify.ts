import { and, inArray, sql } from 'drizzle-orm'
import type { NotificationFact } from '../../../shared/contracts/notifications.ts'
import { newId, type UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notifications } from '../../schema/index.ts'

export interface Notice {
  userId: UserId
  fact: NotificationFact
  /** The same fact is told to the same person once, however often this runs. */
  dedupeKey: string
}

/** Tells members something, in the transaction of what happened. Returns those that are new. */
export async function notify(tx: WorkspaceTx, notices: readonly Notice[]): Promise<Notice[]> {
  if (notices.length === 0) return []
  const told = await alreadyTold(tx, notices)
  const fresh = notices.filter((notice) => !told.has(keyOf(notice)))
  if (fresh.length === 0) return []
  const rows = fresh.map(({ userId, fact, dedupeKey }) => ({
    workspaceId: tx.workspaceId,
    id: newId('notification'),
    userId,
    kind: fact.kind,
    data: fact.data,
    dedupeKey,
  }))
  await tx.orm
    .insert(notifications)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { kind: sql`${notifications.kind}` } })
  for (const { id, userId } of rows)
    tx.emit({ type: 'notification.created', data: { notificationId: id, userId } })
  return fresh
}

const keyOf = ({ userId, dedupeKey }: Pick<Notice, 'userId' | 'dedupeKey'>) => `${userId} ${dedupeKey}`

async function alreadyTold(tx: WorkspaceTx, notices: readonly Notice[]): Promise<Set<string>> {
  const rows = await tx.orm
    .select({ userId: notifications.userId, dedupeKey: notifications.dedupeKey })
    .from(notifications)
    .where(
      own(
        tx,
        notifications,
        and(
          inArray(notifications.userId, [...new Set(notices.map(({ userId }) => userId))]),
          inArray(
            notifications.dedupeKey,
            notices.map(({ dedupeKey }) => dedupeKey),
          ),
        ),
      ),
    )
  return new Set(rows.map(keyOf))
}
