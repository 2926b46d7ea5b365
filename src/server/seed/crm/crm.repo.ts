import { and, asc, count, eq, isNull, like } from 'drizzle-orm'
import type { CompanyId, ContactId, DealId, ThreadId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import {
  companies,
  contacts,
  dealContacts,
  deals,
  notifications,
  tasks,
  threads,
} from '../../schema/index.ts'

/** The source of contacts that came into the demo without a conversation. */
export const ADDED_BY_DEMO = 'showroom'

/** Begins the keys of notifications that only the demo tells. */
export const RUNG_BY_DEMO = 'demo:'

/** How far an earlier run has come. */
export async function counts(
  db: WorkspaceDb,
): Promise<{ contactsAdded: number; deals: number; tasks: number; rung: number }> {
  const [added] = await db.orm
    .select({ n: count() })
    .from(contacts)
    .where(own(db, contacts, eq(contacts.source, ADDED_BY_DEMO)))
  const [dealCount] = await db.orm.select({ n: count() }).from(deals).where(own(db, deals))
  const [taskCount] = await db.orm.select({ n: count() }).from(tasks).where(own(db, tasks))
  const [rungCount] = await db.orm
    .select({ n: count() })
    .from(notifications)
    .where(own(db, notifications, like(notifications.dedupeKey, `${RUNG_BY_DEMO}%`)))
  return {
    contactsAdded: added?.n ?? 0,
    deals: dealCount?.n ?? 0,
    tasks: taskCount?.n ?? 0,
    rung: rungCount?.n ?? 0,
  }
}

export async function companiesByName(db: WorkspaceDb): Promise<Map<string, CompanyId>> {
  const rows = await db.orm
    .select({ id: companies.id, name: companies.name })
    .from(companies)
    .where(own(db, companies))
  return new Map(rows.map((row) => [row.name, row.id]))
}

/** Those who have written to the shop, the oldest first, each with one of their threads. */
export async function customers(db: WorkspaceDb): Promise<Customer[]> {
  const rows = await db.orm
    .select({ id: contacts.id, name: contacts.name, threadId: threads.id })
    .from(contacts)
    .innerJoin(threads, and(own(db, threads), eq(threads.contactId, contacts.id)))
    .where(own(db, contacts, isNull(contacts.mergedIntoId)))
    .orderBy(asc(contacts.createdAt), asc(contacts.id), asc(threads.id))
  return rows.filter((row, index) => row.id !== rows[index - 1]?.id)
}

export interface Customer {
  id: ContactId
  name: string
  threadId: ThreadId
}

export async function openDealsByNumber(db: WorkspaceDb): Promise<{ id: DealId; contactName: string }[]> {
  return db.orm
    .select({ id: deals.id, contactName: contacts.name })
    .from(deals)
    .innerJoin(dealContacts, and(own(db, dealContacts), eq(dealContacts.dealId, deals.id)))
    .innerJoin(contacts, and(own(db, contacts), eq(contacts.id, dealContacts.contactId)))
    .where(own(db, deals, eq(deals.status, 'open'), eq(dealContacts.isPrimary, true)))
    .orderBy(asc(deals.number))
}
