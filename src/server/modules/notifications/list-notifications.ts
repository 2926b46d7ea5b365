import { desc, eq, inArray, isNull } from 'drizzle-orm'
import type {
  ListNotifications,
  MarkNotificationsRead,
  NotificationDto,
  NotificationFact,
  UnreadCount,
} from '../../../shared/contracts/notifications.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { NotificationId, UserId } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { notifications } from '../../schema/index.ts'

/** Beyond this the bell shows "99+". */
const UNREAD_CAP = 100

/** A member's own, newest first, along the index notifications_user. */
export async function listNotifications(
  db: WorkspaceDb,
  { cursor, limit }: ListNotifications,
  userId: UserId,
): Promise<Page<NotificationDto>> {
  const after = cursor === undefined ? undefined : decodePosition('notification', cursor)
  const { createdAt, id } = notifications
  const rows = await db.orm
    .select()
    .from(notifications)
    .where(
      own(
        db,
        notifications,
        eq(notifications.userId, userId),
        beyond({ column: createdAt, id, isForward: false }, after),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, (row) => [row.createdAt, row.id])
  return { ...page, items: page.items.map(toDto) }
}

function toDto(row: typeof notifications.$inferSelect): NotificationDto {
  return {
    id: row.id,
    ...({ kind: row.kind, data: row.data } as NotificationFact),
    readAt: row.readAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}

/** A short scan of the index notifications_unread. */
export async function countUnread(db: WorkspaceDb, userId: UserId): Promise<UnreadCount> {
  const [row] = await db.rows<{ n: number }>(
    'SELECT COUNT(*) AS n FROM (SELECT 1 FROM notifications FORCE INDEX (notifications_unread) ' +
      'WHERE workspace_id = ? AND user_id = ? AND read_at IS NULL LIMIT ?) x',
    [idBytes(db.workspaceId), idBytes(userId), UNREAD_CAP],
  )
  return { count: row?.n ?? 0 }
}

/** Other members' are as good as absent. @throws AppError NOT_FOUND */
export async function markNotificationsRead(
  db: WorkspaceDb,
  { ids, now }: MarkNotificationsRead & { now: Date },
  userId: UserId,
): Promise<UnreadCount> {
  await db.tx(async (tx) => {
    const mine = eq(notifications.userId, userId)
    const named = ids && [...new Set(ids)]
    if (named) {
      const found = await tx.orm
        .select({ id: notifications.id })
        .from(notifications)
        .where(own(tx, notifications, mine, among(named)))
      if (found.length < named.length) throw notFound('notification')
    }
    await tx.orm
      .update(notifications)
      .set({ readAt: now })
      .where(own(tx, notifications, mine, isNull(notifications.readAt), named && among(named)))
  })
  return countUnread(db, userId)
}

const among = (ids: NotificationId[]) => inArray(notifications.id, [...ids].sort())
