import { asc, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import type { ContactDto } from '../../../shared/contracts/contacts.ts'
import { recordKeyOf, type ContactId } from '../../../shared/ids.ts'
import type { TimePosition } from '../../platform/cursor.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { contacts, identities } from '../../schema/index.ts'
import { companiesOf } from '../companies/index.ts'
import { labelsOf } from '../labels/index.ts'
import { toContactDto, type ContactRow, type IdentityRow } from './contact-dto.ts'

/** Merges into one contact form a chain, which people make by hand: it stays short. */
const MAX_MERGES = 20

/**
 * The contact; for one that was merged, the contact that it became part of.
 * @throws AppError NOT_FOUND
 */
export async function find(scope: Scope, id: ContactId): Promise<ContactDto> {
  const [contact] = await findMany(scope, [id])
  if (!contact) throw notFound('contact')
  return contact.mergedIntoId ? find(scope, await survivorOf(scope, contact.mergedIntoId)) : contact
}

/** Where a chain of merges ends. */
async function survivorOf(scope: Scope, start: ContactId): Promise<ContactId> {
  let id = start
  for (let step = 0; step < MAX_MERGES; step++) {
    const [row] = await scope.orm
      .select({ mergedIntoId: contacts.mergedIntoId })
      .from(contacts)
      .where(own(scope, contacts, eq(contacts.id, id)))
    if (!row?.mergedIntoId) return id
    id = row.mergedIntoId
  }
  throw new Error('contacts were merged in a circle')
}

/** In the order of the ids given, merged and deleted ones too; unknown and foreign ones are simply absent. */
export async function findMany(scope: Scope, ids: ContactId[]): Promise<ContactDto[]> {
  if (ids.length === 0) return []
  const [rows, addresses, labels, companies] = await Promise.all([
    scope.orm
      .select()
      .from(contacts)
      .where(own(scope, contacts, inArray(contacts.id, ids))),
    identitiesOf(scope, ids),
    labelsOf(scope, 'contact', ids),
    companiesOf(scope, ids),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const parts = {
      identities: addresses.get(id) ?? [],
      labels: labels.get(recordKeyOf(id)) ?? [],
      companies: companies.get(id) ?? [],
    }
    return [toContactDto(row, parts)]
  })
}

/** The row of this very id, locked. */
export async function findLocked(tx: WorkspaceTx, id: ContactId): Promise<ContactRow> {
  const [row] = await tx.orm
    .select()
    .from(contacts)
    .where(own(tx, contacts, eq(contacts.id, id)))
    .for('update')
  if (!row) throw notFound('contact')
  return row
}

/** The contact locked, or, where it was merged, the one that it became part of. */
export async function findSurvivorLocked(tx: WorkspaceTx, id: ContactId): Promise<ContactRow> {
  let row = await findLocked(tx, id)
  for (let step = 0; row.mergedIntoId && step < MAX_MERGES; step++)
    row = await findLocked(tx, row.mergedIntoId)
  return row
}

/** Writes a change of a locked contact as its next version. */
export async function change(
  tx: WorkspaceTx,
  row: Pick<ContactRow, 'id' | 'version'>,
  set: Partial<ContactRow> = {},
): Promise<void> {
  await tx.orm
    .update(contacts)
    .set({ ...set, version: row.version + 1, updatedAt: sql`now(3)` })
    .where(own(tx, contacts, eq(contacts.id, row.id)))
}

type Position = TimePosition<'contact'>

/** Newest first; `before` is the last row of the page shown. */
export async function newest(
  scope: Scope,
  { before, limit }: { before: Position | undefined; limit: number },
): Promise<Position[]> {
  return scope.orm
    .select({ id: contacts.id, at: contacts.createdAt })
    .from(contacts, { forceIndex: 'contacts_created' })
    .where(
      own(
        scope,
        contacts,
        eq(contacts.isLive, true),
        beyond({ column: contacts.createdAt, id: contacts.id, isForward: false }, before),
      ),
    )
    .orderBy(desc(contacts.createdAt), desc(contacts.id))
    .limit(limit)
}

/** What changed since, deleted and merged ones too, oldest change first. */
export async function changedSince(
  scope: Scope,
  { since, after, limit }: { since: Date; after: Position | undefined; limit: number },
): Promise<Position[]> {
  return scope.orm
    .select({ id: contacts.id, at: contacts.updatedAt })
    .from(contacts, { forceIndex: 'contacts_updated' })
    .where(
      own(
        scope,
        contacts,
        gte(contacts.updatedAt, since),
        beyond({ column: contacts.updatedAt, id: contacts.id, isForward: true }, after),
      ),
    )
    .orderBy(asc(contacts.updatedAt), asc(contacts.id))
    .limit(limit)
}

/** Current addresses first, then in the order in which they were learnt. */
async function identitiesOf(scope: Scope, ids: ContactId[]): Promise<Map<ContactId, IdentityRow[]>> {
  const rows = await scope.orm
    .select()
    .from(identities)
    .where(own(scope, identities, inArray(identities.contactId, ids)))
    .orderBy(identities.contactId, desc(identities.isCurrent), identities.createdAt, identities.id)
  const found = new Map<ContactId, IdentityRow[]>()
  for (const row of rows) found.set(row.contactId, [...(found.get(row.contactId) ?? []), row])
  return found
}
