import { authRouter, membersRouter, meRouter, workspaceRouter } from './routers/accounts.router.ts'
import { channelsRouter } from './routers/channels.router.ts'
import { contactsRouter } from './routers/contacts.router.ts'
import { conversationsRouter } from './routers/conversations.router.ts'
import { eventsRouter } from './routers/events.router.ts'
import { messagesRouter } from './routers/messages.router.ts'
import { receiptsRouter } from './routers/receipts.router.ts'
import { router } from './base.ts'

/** Everything that the web app may call. */
export const appRouter = router({
  auth: authRouter,
  me: meRouter,
  workspace: workspaceRouter,
  members: membersRouter,
  channels: channelsRouter,
  contacts: contactsRouter,
  conversations: conversationsRouter,
  messages: messagesRouter,
  receipts: receiptsRouter,
  events: eventsRouter,
})

export type AppRouter = typeof appRouter
