import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { DealState } from '../../../shared/contracts/deals.ts'
import type { CompanyId, ContactId, DealId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { companies, contacts, dealContacts, deals, workspaceCounters } from '../../schema/index.ts'

export type DealRow = typeof deals.$inferSelect

/** Deleted ones included: a link to one still opens, and it can be restored. */
export async function find(scope: Scope, id: DealId): Promise<DealRow> {
  const [row] = await scope.orm
    .select()
    .from(deals)
    .where(own(scope, deals, eq(deals.id, id)))
  if (!row) throw notFound('deal')
  return row
}

export async function findByNumber(scope: Scope, number: number): Promise<DealRow> {
  const row = await findNumbered(scope, number)
  if (!row) throw notFound('deal')
  return row
}

export async function findNumbered(scope: Scope, number: number): Promise<DealRow | undefined> {
  const [row] = await scope.orm
    .select()
    .from(deals)
    .where(own(scope, deals, eq(deals.number, number)))
  return row
}

export async function findLocked(scope: Scope, id: DealId): Promise<DealRow> {
  const [row] = await findAllLocked(scope, [id])
  if (!row) throw notFound('deal')
  return row
}

/** Sorted by id, so that two callers lock the same rows in the same order; absent ones are absent. */
export function findAllLocked(scope: Scope, ids: DealId[]): Promise<DealRow[]> {
  return scope.orm
    .select()
    .from(deals)
    .where(own(scope, deals, inArray(deals.id, ids)))
    .orderBy(deals.id)
    .for('update')
}

/** Takes the workspace's next number, in a transaction of its own: one that is not used is a gap, no wait. */
export async function nextNumber(scope: Scope): Promise<number> {
  const [moved] = await scope.orm
    .update(workspaceCounters)
    .set({ dealSeq: sql`last_insert_id(${workspaceCounters.dealSeq} + 1)` })
    .where(own(scope, workspaceCounters))
  return moved.insertId
}

/** The names that a deal's state carries. */
export interface DealNames {
  contactId: ContactId | null
  contactName: string | null
  companyName: string | null
}

/** Rows as cards show them, in the order given; two queries whatever their number. */
export async function statesOf(scope: Scope, rows: readonly DealRow[]): Promise<DealState[]> {
  if (rows.length === 0) return []
  const [people, companyNames] = await Promise.all([
    primaryContacts(
      scope,
      rows.map((row) => row.id),
    ),
    namesOfCompanies(
      scope,
      rows.flatMap((row) => row.companyId ?? []),
    ),
  ])
  return rows.map((row) =>
    stateOf(row, {
      contactId: people.get(row.id)?.contactId ?? null,
      contactName: people.get(row.id)?.name ?? null,
      companyName: row.companyId ? (companyNames.get(row.companyId) ?? null) : null,
    }),
  )
}

/** Of each deal the primary contact, else the one that came first. */
async function primaryContacts(
  scope: Scope,
  ids: DealId[],
): Promise<Map<DealId, { contactId: ContactId; name: string }>> {
  const rows = await scope.orm
    .select({ dealId: dealContacts.dealId, contactId: contacts.id, name: contacts.name })
    .from(dealContacts)
    .innerJoin(contacts, own(scope, contacts, eq(contacts.id, dealContacts.contactId)))
    .where(own(scope, dealContacts, inArray(dealContacts.dealId, ids)))
    .orderBy(desc(dealContacts.isPrimary), dealContacts.createdAt, dealContacts.contactId)
  const first = new Map<DealId, { contactId: ContactId; name: string }>()
  for (const { dealId, ...contact } of rows) if (!first.has(dealId)) first.set(dealId, contact)
  return first
}

async function namesOfCompanies(scope: Scope, ids: CompanyId[]): Promise<Map<CompanyId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.orm
    .select({ id: companies.id, name: companies.name })
    .from(companies)
    .where(own(scope, companies, inArray(companies.id, ids)))
  return new Map(rows.map((row) => [row.id, row.name]))
}

function stateOf(row: DealRow, names: DealNames): DealState {
  const { id, number, pipelineId, stageId, position, status, title, amount, currency } = row
  return {
    id,
    number,
    pipelineId,
    stageId,
    position,
    status,
    title,
    amount,
    currency,
    ...names,
    companyId: row.companyId,
    ownerId: row.ownerId,
    expectedCloseOn: row.expectedCloseOn,
    lostReasonId: row.lostReasonId,
    stageSince: row.stageSince.toISOString(),
    touchedAt: row.touchedAt.toISOString(),
    nextTaskAt: row.nextTaskAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  }
}

export async function stateOfRow(scope: Scope, row: DealRow): Promise<DealState> {
  const [state] = await statesOf(scope, [row])
  if (!state) throw notFound('deal')
  return state
}

export async function hasContact(scope: Scope, dealId: DealId): Promise<boolean> {
  const rows = await scope.orm
    .select({ contactId: dealContacts.contactId })
    .from(dealContacts)
    .where(own(scope, dealContacts, and(eq(dealContacts.dealId, dealId))))
    .limit(1)
  return rows.length > 0
}
