import { and, desc, eq, inArray, lt, or } from 'drizzle-orm'
import type { ContactDto } from '../../../shared/contracts/contacts.ts'
import type { ContactId } from '../../../shared/ids.ts'
import { toE164 } from '../../../shared/phone.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { contacts, identities } from '../../schema/index.ts'

type ContactRow = typeof contacts.$inferSelect
type IdentityRow = typeof identities.$inferSelect

export async function find(scope: Scope, id: ContactId): Promise<ContactDto> {
  const [contact] = await findMany(scope, [id])
  if (!contact) throw notFound('contact')
  return contact
}

/** In the order of the ids given; unknown and foreign ones are simply absent. */
export async function findMany(scope: Scope, ids: ContactId[]): Promise<ContactDto[]> {
  if (ids.length === 0) return []
  const [rows, found] = await Promise.all([
    scope.orm
      .select()
      .from(contacts)
      .where(own(scope, contacts, inArray(contacts.id, ids))),
    identitiesOf(scope, ids),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row
      ? [
          dto(
            row,
            found.filter((identity) => identity.contactId === id),
          ),
        ]
      : []
  })
}

export async function findLocked(scope: Scope, id: ContactId): Promise<ContactRow> {
  const [row] = await scope.orm
    .select()
    .from(contacts)
    .where(own(scope, contacts, eq(contacts.id, id)))
    .for('update')
  if (!row) throw notFound('contact')
  return row
}

/** Newest first; `before` is the last row of the page shown. */
export async function newest(
  scope: Scope,
  { before, limit }: { before: { createdAt: Date; id: ContactId } | undefined; limit: number },
): Promise<{ id: ContactId; createdAt: Date }[]> {
  return scope.orm
    .select({ id: contacts.id, createdAt: contacts.createdAt })
    .from(contacts)
    .where(
      own(
        scope,
        contacts,
        before &&
          or(
            lt(contacts.createdAt, before.createdAt),
            and(eq(contacts.createdAt, before.createdAt), lt(contacts.id, before.id)),
          ),
      ),
    )
    .orderBy(desc(contacts.createdAt), desc(contacts.id))
    .limit(limit)
}

function identitiesOf(scope: Scope, ids: ContactId[]): Promise<IdentityRow[]> {
  return scope.orm
    .select()
    .from(identities)
    .where(own(scope, identities, inArray(identities.contactId, ids)))
    .orderBy(identities.contactId, desc(identities.isCurrent), identities.createdAt, identities.id)
}

function dto(row: ContactRow, found: IdentityRow[]): ContactDto {
  const phone = found.find((identity) => identity.kind === 'phone' && identity.isCurrent)
  const email = found.find((identity) => identity.kind === 'email' && identity.isCurrent)
  return {
    id: row.id,
    name: row.name,
    phone: phone ? toE164(phone.value) : null,
    email: email?.value ?? null,
    username: row.username,
    identities: found.map(({ id, kind, scope, value, isCurrent }) => ({ id, kind, scope, value, isCurrent })),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  }
}
