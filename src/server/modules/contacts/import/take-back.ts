import { asc, eq, gte, inArray, sql } from 'drizzle-orm'
import { recordKeyOf, type ContactId, type Id, type IdentityId } from '../../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import {
  consents,
  contactCompanies,
  contacts,
  contactTerms,
  dealContacts,
  identities,
  labelings,
  notes,
  tasks,
  threads,
  type RowBefore,
} from '../../../schema/index.ts'
import { customChecker } from '../../fields/index.ts'
import type { ContactRow } from '../contact-dto.ts'
import { writeTerms } from '../contact-writes.ts'

/** What an import did to one contact, all its rows together. */
export interface ImportedContact {
  id: ContactId
  isNew: boolean
  /** The contact's version when the import was through with it. */
  version: number
  before: RowBefore
}

export interface TakenBack {
  deleted: ContactId[]
  restored: ContactId[]
  /** Somebody has worked with them since: they stay as they are. */
  kept: { id: ContactId; name: string }[]
}

/**
 * Takes back what an import did to these contacts. Those it made are deleted and their addresses free
 * again; those it changed have their former values.
 * @param since when the import began: chats, notes, tasks and deals from then on count as work.
 */
export async function takeBack(
  tx: WorkspaceTx,
  { imported, since }: { imported: readonly ImportedContact[]; since: Date },
): Promise<TakenBack> {
  const ids = imported.map(({ id }) => id).sort()
  const rows = await tx.orm
    .select()
    .from(contacts)
    .where(own(tx, contacts, inArray(contacts.id, ids)))
    .orderBy(asc(contacts.id))
    .for('update')
  const byId = new Map(rows.map((row) => [row.id, row]))
  const busy = await workedWith(tx, ids, since)
  const taken: TakenBack = { deleted: [], restored: [], kept: [] }
  const ours: { row: ContactRow; one: ImportedContact }[] = []
  for (const one of imported) {
    const row = byId.get(one.id)
    if (!row) continue
    const isTouched = row.version !== one.version || row.deletedAt !== null || row.mergedIntoId !== null
    if (isTouched || busy.has(one.id)) taken.kept.push({ id: one.id, name: row.name })
    else ours.push({ row, one })
  }
  await removeAdded(
    tx,
    ours.map(({ one }) => one),
  )
  for (const { row, one } of ours) {
    if (!one.isNew) await restore(tx, row, one.before)
    taken[one.isNew ? 'deleted' : 'restored'].push(one.id)
  }
  await deleteNew(tx, taken.deleted)
  return taken
}

async function workedWith(tx: WorkspaceTx, ids: ContactId[], since: Date): Promise<Set<ContactId>> {
  const keys = ids.map(recordKeyOf)
  const [chats, deals, noted, tasked] = await Promise.all([
    tx.orm
      .select({ id: threads.contactId })
      .from(threads)
      .where(own(tx, threads, inArray(threads.contactId, ids), gte(threads.createdAt, since))),
    tx.orm
      .select({ id: dealContacts.contactId })
      .from(dealContacts)
      .where(own(tx, dealContacts, inArray(dealContacts.contactId, ids), gte(dealContacts.createdAt, since))),
    ...[notes, tasks].map((table) =>
      tx.orm
        .select({ id: table.recordId })
        .from(table)
        .where(
          own(
            tx,
            table,
            eq(table.entity, 'contact'),
            inArray(table.recordId, keys),
            gte(table.createdAt, since),
          ),
        ),
    ),
  ])
  const records = new Set<unknown>([...(noted ?? []), ...(tasked ?? [])].map(({ id }) => id))
  const found = new Set([...chats, ...deals].map(({ id }) => id))
  for (const id of ids) if (records.has(recordKeyOf(id))) found.add(id)
  return found
}

async function removeAdded(tx: WorkspaceTx, taken: readonly ImportedContact[]): Promise<void> {
  const added = (key: Exclude<keyof RowBefore, 'facts'>) => taken.flatMap(({ before }) => before[key]).sort()
  const [identityIds, consentIds] = [added('identityIds'), added('consentIds')]
  if (identityIds.length > 0)
    await tx.orm
      .delete(identities)
      .where(own(tx, identities, inArray(identities.id, identityIds as IdentityId[])))
  if (consentIds.length > 0)
    await tx.orm
      .delete(consents)
      .where(own(tx, consents, inArray(consents.id, consentIds as Id<'consent'>[])))
  for (const { id, before, isNew } of taken) {
    if (isNew) continue
    const { labelIds, companyIds } = before
    if (labelIds.length > 0)
      await tx.orm
        .delete(labelings)
        .where(
          own(
            tx,
            labelings,
            eq(labelings.entity, 'contact'),
            eq(labelings.recordId, recordKeyOf(id)),
            inArray(labelings.labelId, labelIds as Id<'label'>[]),
          ),
        )
    if (companyIds.length > 0)
      await tx.orm
        .delete(contactCompanies)
        .where(
          own(
            tx,
            contactCompanies,
            eq(contactCompanies.contactId, id),
            inArray(contactCompanies.companyId, companyIds as Id<'company'>[]),
          ),
        )
  }
}

async function restore(tx: WorkspaceTx, row: ContactRow, { facts }: RowBefore): Promise<void> {
  const former = facts as Partial<ContactRow>
  await tx.orm
    .update(contacts)
    .set({ ...former, version: row.version + 1, updatedAt: tx.now })
    .where(own(tx, contacts, eq(contacts.id, row.id)))
  if (former.name !== undefined) await writeTerms(tx, row.id, former.name)
  if (former.custom) {
    const custom = await customChecker(tx, 'contact')
    await custom.writeLookups(tx, [{ recordId: recordKeyOf(row.id), custom: former.custom }])
  }
}

/** Hidden as deleted ones are, so that programs that ask what changed learn of it; nothing leads to them. */
async function deleteNew(tx: WorkspaceTx, ids: readonly ContactId[]): Promise<void> {
  if (ids.length === 0) return
  const wanted = [...ids].sort()
  const keys = wanted.map(recordKeyOf)
  await tx.orm
    .update(contacts)
    .set({ deletedAt: tx.now, updatedAt: tx.now, version: sql`${contacts.version} + 1` })
    .where(own(tx, contacts, inArray(contacts.id, wanted)))
  await tx.orm.delete(contactTerms).where(own(tx, contactTerms, inArray(contactTerms.contactId, wanted)))
  await tx.orm.delete(identities).where(own(tx, identities, inArray(identities.contactId, wanted)))
  await tx.orm
    .delete(contactCompanies)
    .where(own(tx, contactCompanies, inArray(contactCompanies.contactId, wanted)))
  await tx.orm.delete(consents).where(own(tx, consents, inArray(consents.contactId, wanted)))
  await tx.orm
    .delete(labelings)
    .where(own(tx, labelings, eq(labelings.entity, 'contact'), inArray(labelings.recordId, keys)))
}
