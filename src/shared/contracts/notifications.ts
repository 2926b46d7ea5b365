import { z } from 'zod'
import type { ExportEntity } from './exports.ts'
import type { ConversationId, DealId, ExportId, NotificationId, TaskId, UserId } from '../ids.ts'
import { zCursor, zDirection, zId } from './z.ts'

export const ListNotifications = z.strictObject({
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(30),
})
export type ListNotifications = z.infer<typeof ListNotifications>

/** Some, or with no ids all of mine. */
export const MarkNotificationsRead = z.strictObject({
  ids: z.array(zId('notification')).min(1).max(100).optional(),
})
export type MarkNotificationsRead = z.infer<typeof MarkNotificationsRead>

/** What a member is told, by kind. */
export type NotificationFact =
  | {
      kind: 'task_due'
      data: { taskId: TaskId; title: string; dueLocal: string | null; recordName: string | null }
    }
  | { kind: 'task_assigned'; data: { taskId: TaskId; title: string; by: UserId | null } }
  | {
      kind: 'conversation_assigned'
      data: { conversationId: ConversationId; number: number; name: string; by: UserId | null }
    }
  | {
      kind: 'deal_assigned'
      data: { dealId: DealId; number: number; title: string; by: UserId | null }
    }
  | {
      kind: 'export_ready'
      data: { exportId: ExportId; entity: ExportEntity; fileName: string; rowCount: number }
    }

export type NotificationDto = NotificationFact & {
  id: NotificationId
  readAt: string | null
  createdAt: string
}

/** Counted to 99; a hundred says "more". */
export interface UnreadCount {
  count: number
}
