import { CreateView, ListViews, UpdateView, ViewRef } from '../../../../shared/contracts/views.ts'
import { roleCan } from '../../../../shared/permissions.ts'
import {
  createView,
  deleteView,
  listViews,
  updateView,
  type ViewKeeper,
} from '../../../modules/views/index.ts'
import { router, workspace, type UserActor } from '../base.ts'

const keeper = (actor: UserActor): ViewKeeper => ({
  actor: { kind: 'user', userId: actor.userId },
  canShare: roleCan(actor.role, 'views.share'),
})

export const viewsRouter = router({
  list: workspace('contacts.view')
    .input(ListViews)
    .query(({ ctx, input }) => listViews(ctx.db, input.entity, ctx.actor.userId)),
  create: workspace('contacts.view')
    .input(CreateView)
    .mutation(({ ctx, input }) => createView(ctx.db, input, keeper(ctx.actor))),
  update: workspace('contacts.view')
    .input(UpdateView)
    .mutation(({ ctx, input }) => updateView(ctx.db, input, keeper(ctx.actor))),
  delete: workspace('contacts.view')
    .input(ViewRef)
    .mutation(({ ctx, input }) => deleteView(ctx.db, input.id, keeper(ctx.actor))),
})
