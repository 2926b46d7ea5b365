import { and, asc, count, eq, ne, sql } from 'drizzle-orm'
import type { ContactId, IdentityId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { identities, threadAliases, threads, workspaceCounters, workspaces } from '../../schema/index.ts'
import type { IdentityRow } from './contact-dto.ts'
import type { Address } from './domain/address.ts'

/** The country code under which the workspace dials; '' where it never named a country. */
export async function phoneCodeOf(scope: Scope): Promise<string> {
  const [row] = await scope.orm
    .select({ phoneCode: workspaces.phoneCode })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(scope, workspaceCounters))
  return row?.phoneCode ?? ''
}

/** The row that holds an address in this workspace, locked; by the unique key identities_match. */
export async function holderOf(tx: WorkspaceTx, address: Address): Promise<IdentityRow | undefined> {
  const { kind, scope, matchKey } = address
  const [row] = await tx.orm
    .select()
    .from(identities)
    .where(
      own(
        tx,
        identities,
        eq(identities.kind, kind),
        eq(identities.scope, scope),
        eq(identities.matchKey, matchKey),
      ),
    )
    .for('update')
  return row
}

/** @throws AppError NOT_FOUND where the contact has no such address. */
export async function findOfContact(
  tx: WorkspaceTx,
  contactId: ContactId,
  id: IdentityId,
): Promise<IdentityRow> {
  const [row] = await tx.orm
    .select()
    .from(identities)
    .where(own(tx, identities, eq(identities.id, id), eq(identities.contactId, contactId)))
    .for('update')
  if (!row) throw notFound('address')
  return row
}

/** How many chats of the contact go by this address. */
export async function threadsBy(tx: WorkspaceTx, row: IdentityRow): Promise<number> {
  const [found] = await tx.orm
    .select({ n: count() })
    .from(threads)
    .innerJoin(
      threadAliases,
      and(
        eq(threadAliases.workspaceId, tx.workspaceId),
        eq(threadAliases.threadId, threads.id),
        eq(threadAliases.aliasKey, `${row.kind}:${row.matchKey}`),
      ),
    )
    .where(own(tx, threads, eq(threads.contactId, row.contactId)))
  return found?.n ?? 0
}

/** Makes one address the contact's primary of its kind; the one before steps back. */
export async function makePrimary(tx: WorkspaceTx, row: Pick<IdentityRow, 'id' | 'contactId' | 'kind'>) {
  await tx.orm
    .update(identities)
    .set({ isPrimary: sql`${identities.id} = ${sql.param(row.id, identities.id)}` })
    .where(own(tx, identities, eq(identities.contactId, row.contactId), eq(identities.kind, row.kind)))
}

/** The oldest other current address of a kind, which takes over when the primary goes. */
export async function nextOf(tx: WorkspaceTx, row: IdentityRow): Promise<IdentityRow | undefined> {
  const [next] = await tx.orm
    .select()
    .from(identities)
    .where(
      own(
        tx,
        identities,
        eq(identities.contactId, row.contactId),
        eq(identities.kind, row.kind),
        eq(identities.isCurrent, true),
        ne(identities.id, row.id),
      ),
    )
    .orderBy(asc(identities.createdAt), asc(identities.id))
    .limit(1)
  return next
}

/** Whether the contact has a primary address of this kind. */
export async function hasPrimary(tx: WorkspaceTx, contactId: ContactId, kind: string): Promise<boolean> {
  const [row] = await tx.orm
    .select({ id: identities.id })
    .from(identities)
    .where(
      own(
        tx,
        identities,
        eq(identities.contactId, contactId),
        eq(identities.kind, kind),
        eq(identities.isPrimary, true),
      ),
    )
    .limit(1)
  return row !== undefined
}
