import type { Actor } from '../../../shared/actor.ts'
import type { BulkChange, ChangeCompanies, ChangeContacts } from '../../../shared/contracts/lists.ts'
import type { CompanyId, ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { updateCompany } from '../companies/index.ts'
import { updateContact } from '../contacts/index.ts'
import { companyRows } from './company-rows.ts'
import { contactRows } from './contact-rows.ts'

/**
 * Gives many contacts an owner or a stage of life, each with its own event and audit row. Nothing is changed
 * unless all are there.
 *
 * @returns what they had before: handed back group by group, it undoes the change.
 */
export async function changeContacts(
  db: WorkspaceDb,
  { ids, ...change }: ChangeContacts,
  actor: Actor,
): Promise<BulkChange<ContactId>> {
  const wanted = [...new Set(ids)]
  const before = await contactRows(db, wanted)
  if (before.length < wanted.length) throw notFound('contact')
  for (const { id } of before) await updateContact(db, { id, ...change }, actor)
  return { before: before.map(({ id, ownerId, lifecycle }) => ({ id, ownerId, lifecycle })) }
}

/** The same for companies, which have no stage of life. */
export async function changeCompanies(
  db: WorkspaceDb,
  { ids, ownerId }: ChangeCompanies,
  actor: Actor,
): Promise<BulkChange<CompanyId>> {
  const wanted = [...new Set(ids)]
  const before = await companyRows(db, wanted)
  if (before.length < wanted.length) throw notFound('company')
  for (const { id } of before) await updateCompany(db, { id, ownerId }, actor)
  return { before: before.map((row) => ({ id: row.id, ownerId: row.ownerId })) }
}
