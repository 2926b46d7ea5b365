import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { DealChat, ThreadDeal } from '../../../shared/contracts/deals.ts'
import type { ContactId, DealId, ThreadId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { conversations, dealContacts, deals, dealThreads, threads } from '../../schema/index.ts'
import { cardRows, toCard } from './cards.ts'

/**
 * Of each chat the open deal that was worked on last: one it is linked to, or one of its contact. Four
 * queries whatever their number, so that a list of conversations asks once for all its rows.
 * @throws AppError NOT_FOUND for a thread that is none of the workspace's.
 */
export async function openByThreads(db: WorkspaceDb, threadIds: ThreadId[]): Promise<ThreadDeal[]> {
  const contactOf = await contactsOfThreads(db, [...new Set(threadIds)])
  const found = new Map<ThreadId, Map<DealId, Date>>()
  for (const { threadId, dealId, touchedAt } of await openDeals(db, contactOf))
    found.set(threadId, (found.get(threadId) ?? new Map()).set(dealId, touchedAt))
  const newest = [...found].map(([threadId, all]) => ({ threadId, dealId: newestOf(all), count: all.size }))
  const cards = await cardsOf(db, [...new Set(newest.map(({ dealId }) => dealId))])
  return newest.flatMap(({ threadId, dealId, count }) => {
    const [deal, contactId] = [cards.get(dealId), contactOf.get(threadId)]
    return deal && contactId ? { threadId, contactId, deal, count } : []
  })
}

async function contactsOfThreads(scope: Scope, ids: ThreadId[]): Promise<Map<ThreadId, ContactId>> {
  const rows = await scope.orm
    .select({ id: threads.id, contactId: threads.contactId })
    .from(threads)
    .where(own(scope, threads, inArray(threads.id, ids)))
  if (rows.length < ids.length) throw notFound('thread')
  return new Map(rows.map((row) => [row.id, row.contactId]))
}

interface OpenDeal {
  threadId: ThreadId
  dealId: DealId
  touchedAt: Date
}

const isOpen = () => and(eq(deals.status, 'open'), isNull(deals.deletedAt))

/** Along deal_threads_thread and deal_contacts_contact. */
async function openDeals(scope: Scope, contactOf: ReadonlyMap<ThreadId, ContactId>): Promise<OpenDeal[]> {
  const [linked, ofContacts] = await Promise.all([
    scope.orm
      .select({ threadId: dealThreads.threadId, dealId: deals.id, touchedAt: deals.touchedAt })
      .from(dealThreads)
      .innerJoin(deals, own(scope, deals, eq(deals.id, dealThreads.dealId), isOpen()))
      .where(own(scope, dealThreads, inArray(dealThreads.threadId, [...contactOf.keys()]))),
    scope.orm
      .select({ contactId: dealContacts.contactId, dealId: deals.id, touchedAt: deals.touchedAt })
      .from(dealContacts)
      .innerJoin(deals, own(scope, deals, eq(deals.id, dealContacts.dealId), isOpen()))
      .where(own(scope, dealContacts, inArray(dealContacts.contactId, [...new Set(contactOf.values())]))),
  ])
  const byContact = new Map<ContactId, typeof ofContacts>()
  for (const row of ofContacts) byContact.set(row.contactId, [...(byContact.get(row.contactId) ?? []), row])
  const theirs = [...contactOf].flatMap(([threadId, contactId]) =>
    (byContact.get(contactId) ?? []).map(({ dealId, touchedAt }) => ({ threadId, dealId, touchedAt })),
  )
  return [...linked, ...theirs]
}

function newestOf(all: ReadonlyMap<DealId, Date>): DealId {
  const [first, ...others] = [...all]
  if (!first) throw new Error('no deal of the thread')
  return others.reduce((best, one) => (one[1] > best[1] ? one : best), first)[0]
}

async function cardsOf(db: WorkspaceDb, ids: DealId[]) {
  if (ids.length === 0) return new Map<DealId, ThreadDeal['deal']>()
  const condition = { sql: `id IN (${ids.map(() => '?').join(', ')})`, values: ids.map(idBytes) }
  const select = { index: 'PRIMARY', conditions: [condition], order: 'id', limit: ids.length }
  return new Map((await cardRows(db, [select], 'x.id')).map(toCard).map((card) => [card.id, card]))
}

/**
 * Of each deal the conversation to open, and what of its chats nobody has read. Deals without a chat are
 * left out. Along the primary keys of the links and of the threads.
 * @throws AppError NOT_FOUND for a deal that is none of the workspace's.
 */
export async function chatsOfDeals(scope: Scope, ids: DealId[]): Promise<DealChat[]> {
  await requireDeals(scope, [...new Set(ids)])
  const rows = await scope.orm
    .select({
      dealId: dealThreads.dealId,
      number: conversations.number,
      unreadCount: conversations.unreadCount,
    })
    .from(dealThreads)
    .innerJoin(threads, own(scope, threads, eq(threads.id, dealThreads.threadId)))
    .innerJoin(conversations, own(scope, conversations, eq(conversations.id, threads.lastConversationId)))
    .where(own(scope, dealThreads, inArray(dealThreads.dealId, ids)))
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.number))
  const chats = new Map<DealId, DealChat>()
  for (const { dealId, number, unreadCount } of rows) {
    const known = chats.get(dealId)
    if (known) known.unreadCount += unreadCount
    else chats.set(dealId, { dealId, conversationNumber: number, unreadCount })
  }
  return [...chats.values()]
}

async function requireDeals(scope: Scope, ids: DealId[]): Promise<void> {
  const rows = await scope.orm
    .select({ id: deals.id })
    .from(deals)
    .where(own(scope, deals, inArray(deals.id, ids)))
  if (rows.length < ids.length) throw notFound('deal')
}
