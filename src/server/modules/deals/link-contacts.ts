import { desc, eq, ne, sql } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { DealContact, DealState, LinkContact } from '../../../shared/contracts/deals.ts'
import type { ContactId, DealId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { contacts, dealContacts } from '../../schema/index.ts'
import { changeDeal, refuseDeleted } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { findContacts } from './references.ts'

const MAX_CONTACTS = 50

/** A contact's part in a deal; linking again changes the part. The first one linked is the primary. */
export function linkContact(db: WorkspaceDb, input: LinkContact, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const [person] = await findContacts(tx, [input.contactId])
    refuseDeleted(row)
    const contactId = person?.id ?? input.contactId
    const before = await contactsOf(tx, row.id)
    const known = before.find((contact) => contact.contactId === contactId)
    if (!known && before.length >= MAX_CONTACTS)
      throw new AppError('CONFLICT', `a deal has at most ${MAX_CONTACTS} contacts`)
    const role = input.part === undefined ? (known?.role ?? null) : input.part
    const isPrimary = input.isPrimary ?? known?.isPrimary ?? before.length === 0
    if (known && known.role === role && known.isPrimary === isPrimary) return repo.stateOfRow(tx, row)
    await addContact(tx, row, { contactId, role, isPrimary })
    return toldContacts(tx, row, { before, actor })
  })
}

export function unlinkContact(
  db: WorkspaceDb,
  { id, contactId }: { id: DealId; contactId: ContactId },
  actor: Actor,
): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    const [person] = await findContacts(tx, [contactId])
    refuseDeleted(row)
    const before = await contactsOf(tx, id)
    const known = before.find((contact) => contact.contactId === (person?.id ?? contactId))
    if (!known) return repo.stateOfRow(tx, row)
    await tx.orm
      .delete(dealContacts)
      .where(own(tx, dealContacts, eq(dealContacts.dealId, id), eq(dealContacts.contactId, known.contactId)))
    return toldContacts(tx, row, { before, actor })
  })
}

/** Writes the link; a new primary contact takes the place of the old one. */
export async function addContact(
  tx: WorkspaceTx,
  row: repo.DealRow,
  { contactId, role, isPrimary }: { contactId: ContactId; role: string | null; isPrimary: boolean },
): Promise<void> {
  if (isPrimary)
    await tx.orm
      .update(dealContacts)
      .set({ isPrimary: false })
      .where(own(tx, dealContacts, eq(dealContacts.dealId, row.id), ne(dealContacts.contactId, contactId)))
  await tx.orm
    .insert(dealContacts)
    .values({ workspaceId: tx.workspaceId, dealId: row.id, contactId, role, isPrimary })
    .onDuplicateKeyUpdate({
      set: { role: sql`values(${dealContacts.role})`, isPrimary: sql`values(${dealContacts.isPrimary})` },
    })
}

/** The primary contact first, then in the order in which they were linked. */
export function contactsOf(scope: Scope, dealId: DealId): Promise<DealContact[]> {
  return scope.orm
    .select({
      contactId: dealContacts.contactId,
      name: contacts.name,
      role: dealContacts.role,
      isPrimary: dealContacts.isPrimary,
    })
    .from(dealContacts)
    .innerJoin(contacts, own(scope, contacts, eq(contacts.id, dealContacts.contactId)))
    .where(own(scope, dealContacts, eq(dealContacts.dealId, dealId)))
    .orderBy(desc(dealContacts.isPrimary), dealContacts.createdAt, dealContacts.contactId)
}

async function toldContacts(
  tx: WorkspaceTx,
  row: repo.DealRow,
  { before, actor }: { before: DealContact[]; actor: Actor },
): Promise<DealState> {
  const after = await contactsOf(tx, row.id)
  const beside = { before: { contacts: briefly(before) }, after: { contacts: briefly(after) } }
  return changeDeal(tx, row, { change: {}, told: { actor, event: 'deal.updated', beside } })
}

const briefly = (all: DealContact[]) =>
  all.map(({ contactId, role, isPrimary }) => ({ contactId, role, isPrimary }))
