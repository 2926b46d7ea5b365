import { and, asc, eq, or, sql, type SQL } from 'drizzle-orm'
import { newId, type ContactId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { toE164 } from '../../../shared/phone.ts'
import type { Party, PartyIdentity } from '../../adapters/contract/index.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { contacts, contactTerms, identities, mergeSuggestions } from '../../schema/index.ts'
import { termsOf } from '../search/index.ts'
import { reverseKeyOf } from './identity-search.ts'

/** A contact for a party that nobody knows yet, named as the provider names it. */
export async function createContact(tx: WorkspaceTx, party: Party): Promise<ContactId> {
  const contactId = newId('contact')
  const name = nameOf(party)
  await tx.orm.insert(contacts).values({
    workspaceId: tx.workspaceId,
    id: contactId,
    name,
    username: party.username?.slice(0, LIMITS.name) ?? null,
  })
  await writeTerms(tx, contactId, name)
  tx.emit({ type: 'contact.created', data: { contactId } })
  return contactId
}

function nameOf(party: Party): string {
  const phone = party.identities.find((identity) => identity.kind === 'phone')
  const name = party.name?.trim() || (phone ? toE164(phone.value) : undefined) || party.username
  return [...(name || party.identities[0]?.value || '—')].slice(0, LIMITS.name).join('')
}

/** Replaces the words under which a contact is found. */
export async function writeTerms(tx: WorkspaceTx, contactId: ContactId, name: string): Promise<void> {
  await removeTerms(tx, contactId)
  const terms = termsOf(name)
  if (terms.length === 0) return
  await tx.orm
    .insert(contactTerms)
    .values(terms.sort().map((term) => ({ workspaceId: tx.workspaceId, term, contactId })))
}

/** A contact without words is found no more. */
export async function removeTerms(tx: WorkspaceTx, contactId: ContactId): Promise<void> {
  await tx.orm.delete(contactTerms).where(own(tx, contactTerms, eq(contactTerms.contactId, contactId)))
}

/**
 * Gives the contact the addresses that it lacks. One that belongs to somebody else stays there, and
 * a person is asked whether the two are one.
 */
export async function addIdentities(
  tx: WorkspaceTx,
  contactId: ContactId,
  found: PartyIdentity[],
): Promise<void> {
  if (found.length === 0) return
  // Sorted, so that two transactions lock the same keys in the same order.
  const sorted = found.toSorted((a, b) => (a.kind + a.matchKey < b.kind + b.matchKey ? -1 : 1))
  await tx.orm
    .insert(identities)
    .values(sorted.map((identity) => identityRow(tx, contactId, identity)))
    .onDuplicateKeyUpdate({ set: { id: sql`${identities.id}` } })
  for (const holder of await holdersOf(tx, sorted)) {
    if (holder !== contactId)
      await suggestMerge(tx, { contactId, otherContactId: holder, reason: 'shared_address' })
  }
}

function identityRow(tx: WorkspaceTx, contactId: ContactId, identity: PartyIdentity) {
  const { kind, scope, value, matchKey } = identity
  return {
    workspaceId: tx.workspaceId,
    id: newId('identity'),
    contactId,
    kind,
    scope,
    value,
    matchKey,
    reverseKey: reverseKeyOf(kind, matchKey),
  }
}

async function holdersOf(tx: WorkspaceTx, wanted: PartyIdentity[]): Promise<ContactId[]> {
  const rows = await tx.orm
    .selectDistinct({ contactId: identities.contactId })
    .from(identities)
    .where(own(tx, identities, anyOf(wanted)))
    .orderBy(asc(identities.contactId))
  return rows.map((row) => row.contactId)
}

/** Matches any of the addresses, each by the whole of its unique key. */
export function anyOf(wanted: PartyIdentity[]): SQL | undefined {
  return or(
    ...wanted.map((identity) =>
      and(
        eq(identities.kind, identity.kind),
        eq(identities.scope, identity.scope),
        eq(identities.matchKey, identity.matchKey),
      ),
    ),
  )
}

/** Kept once per pair, whichever of the two was named first. */
export async function suggestMerge(
  tx: WorkspaceTx,
  pair: { contactId: ContactId; otherContactId: ContactId; reason: string },
): Promise<void> {
  const [contactId, otherContactId] = [pair.contactId, pair.otherContactId].sort() as [ContactId, ContactId]
  await tx.orm
    .insert(mergeSuggestions)
    .values({ workspaceId: tx.workspaceId, contactId, otherContactId, reason: pair.reason })
    .onDuplicateKeyUpdate({ set: { reason: sql`values(${mergeSuggestions.reason})` } })
}
