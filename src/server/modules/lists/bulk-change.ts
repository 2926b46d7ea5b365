import type { Actor } from '../../../shared/actor.ts'
import type { BulkChange, ChangeCompanies, ChangeContacts } from '../../../shared/contracts/lists.ts'
import type { CompanyId, ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { changeCompany } from '../companies/index.ts'
import { changeContact } from '../contacts/index.ts'
import { companyRows } from './company-rows.ts'
import { contactRows } from './contact-rows.ts'

/**
 * Gives many contacts an owner or a stage of life in one transaction, each with its own event and audit row.
 * Nothing is changed unless all are there.
 *
 * @returns what those that changed had before: handed back group by group, it undoes the change.
 */
export async function changeContacts(
  db: WorkspaceDb,
  { ids, ...change }: ChangeContacts,
  actor: Actor,
): Promise<BulkChange<ContactId>> {
  const wanted = inOneOrder(ids)
  if ((await contactRows(db, wanted)).length < wanted.length) throw notFound('contact')
  return db.tx(async (tx) => {
    const before: BulkChange<ContactId>['before'] = []
    for (const id of wanted) {
      const changed = await changeContact(tx, { id, ...change }, actor)
      if (changed.before)
        before.push({ id, ownerId: changed.before.ownerId, lifecycle: changed.before.lifecycle })
    }
    return { before }
  })
}

/** The same for companies, which have no stage of life. */
export async function changeCompanies(
  db: WorkspaceDb,
  { ids, ownerId }: ChangeCompanies,
  actor: Actor,
): Promise<BulkChange<CompanyId>> {
  const wanted = inOneOrder(ids)
  if ((await companyRows(db, wanted)).length < wanted.length) throw notFound('company')
  return db.tx(async (tx) => {
    const before: BulkChange<CompanyId>['before'] = []
    for (const id of wanted) {
      const row = await changeCompany(tx, { id, ownerId }, actor)
      if (row) before.push({ id, ownerId: row.ownerId })
    }
    return { before }
  })
}

/** Each once, sorted: two changes of the same records then lock them in the same order. */
const inOneOrder = <Id extends string>(ids: readonly Id[]): Id[] => [...new Set(ids)].sort()
