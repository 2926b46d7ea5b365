import { ListNotifications, MarkNotificationsRead } from '../../../../shared/contracts/notifications.ts'
import {
  countUnread,
  listNotifications,
  markNotificationsRead,
} from '../../../modules/notifications/index.ts'
import { router, workspace } from '../base.ts'

/** A member's own; nobody sees another's. */
export const notificationsRouter = router({
  list: workspace('workspace.view')
    .input(ListNotifications)
    .query(({ ctx, input }) => listNotifications(ctx.db, input, ctx.actor.userId)),
  unreadCount: workspace('workspace.view').query(({ ctx }) => countUnread(ctx.db, ctx.actor.userId)),
  markRead: workspace('workspace.view')
    .input(MarkNotificationsRead)
    .mutation(({ ctx, input }) =>
      markNotificationsRead(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor.userId),
    ),
})
