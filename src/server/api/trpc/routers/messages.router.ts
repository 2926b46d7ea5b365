import {
  AddNote,
  MessagesByIds,
  SendMessage,
  SettleMessage,
  ThreadFiles,
  ThreadPage,
} from '../../../../shared/contracts/messages.ts'
import {
  addNote,
  messagePage,
  messagesByIds,
  sendMessage,
  settleMessage,
  threadFiles,
} from '../../../modules/messages/index.ts'
import { router, workspace } from '../base.ts'

export const messagesRouter = router({
  page: workspace('conversations.view')
    .input(ThreadPage)
    .query(({ ctx, input }) => messagePage(ctx.db, input)),
  byIds: workspace('conversations.view')
    .input(MessagesByIds)
    .query(({ ctx, input }) => messagesByIds(ctx.db, input)),
  files: workspace('conversations.view')
    .input(ThreadFiles)
    .query(({ ctx, input }) => threadFiles(ctx.db, input)),
  send: workspace('messages.send')
    .input(SendMessage)
    .mutation(({ ctx, input }) =>
      sendMessage(ctx.services.sending, ctx.db, {
        input,
        sender: { kind: 'agent', userId: ctx.actor.userId },
      }),
    ),
  addNote: workspace('notes.create')
    .input(AddNote)
    .mutation(({ ctx, input }) =>
      addNote(ctx.db, input, { userId: ctx.actor.userId, now: ctx.services.now() }),
    ),
  settle: workspace('messages.send')
    .input(SettleMessage)
    .mutation(({ ctx, input }) => settleMessage(ctx.services.sending, ctx.db, input)),
})
