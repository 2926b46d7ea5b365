import { authRouter, membersRouter, meRouter, workspaceRouter } from './routers/accounts.router.ts'
import { channelsRouter } from './routers/channels.router.ts'
import { contactsRouter } from './routers/contacts.router.ts'
import { companiesRouter } from './routers/companies.router.ts'
import { conversationsRouter } from './routers/conversations.router.ts'
import { eventsRouter } from './routers/events.router.ts'
import { exportsRouter } from './routers/exports.router.ts'
import { importsRouter } from './routers/imports.router.ts'
import { fieldsRouter } from './routers/fields.router.ts'
import { labelsRouter } from './routers/labels.router.ts'
import { messagesRouter } from './routers/messages.router.ts'
import { notesRouter } from './routers/notes.router.ts'
import { receiptsRouter } from './routers/receipts.router.ts'
import { tablesRouter } from './routers/tables.router.ts'
import { viewsRouter } from './routers/views.router.ts'
import { auditRouter } from './routers/audit.router.ts'
import { notificationsRouter } from './routers/notifications.router.ts'
import { tasksRouter } from './routers/tasks.router.ts'
import { timelineRouter } from './routers/timeline.router.ts'
import { dealsRouter } from './routers/deals.router.ts'
import { pipelinesRouter } from './routers/pipelines.router.ts'
import { router } from './base.ts'

/** Everything that the web app may call. */
export const appRouter = router({
  auth: authRouter,
  me: meRouter,
  workspace: workspaceRouter,
  members: membersRouter,
  channels: channelsRouter,
  contacts: contactsRouter,
  companies: companiesRouter,
  conversations: conversationsRouter,
  messages: messagesRouter,
  receipts: receiptsRouter,
  audit: auditRouter,
  notifications: notificationsRouter,
  tasks: tasksRouter,
  timeline: timelineRouter,
  events: eventsRouter,
  imports: importsRouter,
  exports: exportsRouter,
  fields: fieldsRouter,
  tables: tablesRouter,
  views: viewsRouter,
  pipelines: pipelinesRouter,
  deals: dealsRouter,
  notes: notesRouter,
  labels: labelsRouter,
})

export type AppRouter = typeof appRouter
