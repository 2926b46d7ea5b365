import {
  AssignConversation,
  ChangeConversation,
  ConversationByNumber,
  ConversationRef,
  ListConversations,
  SaveDraft,
} from '../../../../shared/contracts/conversations.ts'
import {
  assignConversation,
  countViews,
  getConversation,
  listConversations,
  markConversationRead,
  markConversationUnread,
  reopenConversation,
  resolveConversation,
  saveDraft,
} from '../../../modules/conversations/index.ts'
import { router, workspace } from '../base.ts'

export const conversationsRouter = router({
  list: workspace('conversations.view')
    .input(ListConversations)
    .query(({ ctx, input }) => listConversations(ctx.db, input, ctx.actor.userId)),
  counts: workspace('conversations.view').query(({ ctx }) => countViews(ctx.db, ctx.actor.userId)),
  byNumber: workspace('conversations.view')
    .input(ConversationByNumber)
    .query(({ ctx, input }) =>
      getConversation(ctx.db, input, { userId: ctx.actor.userId, adapters: ctx.services.adapters }),
    ),
  get: workspace('conversations.view')
    .input(ConversationRef)
    .query(({ ctx, input }) =>
      getConversation(ctx.db, input, { userId: ctx.actor.userId, adapters: ctx.services.adapters }),
    ),
  assign: workspace('conversations.assign')
    .input(AssignConversation)
    .mutation(({ ctx, input }) => assignConversation(ctx.db, input, ctx.actor.userId)),
  resolve: workspace('conversations.update')
    .input(ChangeConversation)
    .mutation(({ ctx, input }) =>
      resolveConversation(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor.userId),
    ),
  reopen: workspace('conversations.update')
    .input(ChangeConversation)
    .mutation(({ ctx, input }) => reopenConversation(ctx.db, input, ctx.actor.userId)),
  markRead: workspace('conversations.update')
    .input(ConversationRef)
    .mutation(({ ctx, input }) =>
      markConversationRead(ctx.services.reading, ctx.db, { input, by: ctx.actor.userId }),
    ),
  markUnread: workspace('conversations.update')
    .input(ConversationRef)
    .mutation(({ ctx, input }) => markConversationUnread(ctx.db, input, ctx.actor.userId)),
  saveDraft: workspace('messages.send')
    .input(SaveDraft)
    .mutation(({ ctx, input }) => saveDraft(ctx.db, input, ctx.actor.userId)),
})
