import type { CompanyRow, ContactRow, TableAnswer, TablePage } from '../../../shared/contracts/lists.ts'
import type { CompanyId, ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { searchContacts } from '../contacts/index.ts'
import { searchRecords } from '../search/index.ts'
import { companyRows } from './company-rows.ts'
import { contactRows } from './contact-rows.ts'
import type { Reader } from './list-scope.ts'
import { idsThatMeet, readPage } from './read-page.ts'

/** One page of the table of contacts. */
export async function contactTable(
  db: WorkspaceDb,
  input: TablePage,
  reader: Reader,
): Promise<TableAnswer<ContactRow>> {
  const search = (query: string, limit: number) => searchContacts(db, query, limit)
  const { ids, ...page } = await readPage(db, { entity: 'contact', input, reader, search })
  return { items: await contactRows(db, ids), ...page }
}

/** One page of the table of companies. */
export async function companyTable(
  db: WorkspaceDb,
  input: TablePage,
  reader: Reader,
): Promise<TableAnswer<CompanyRow>> {
  const search = (query: string, limit: number) => searchRecords(db, 'company', { query, limit })
  const { ids, ...page } = await readPage(db, { entity: 'company', input, reader, search })
  return { items: await companyRows(db, ids), ...page }
}

interface Named<Id> {
  ids: readonly Id[]
  filter?: string | undefined
}

/** Rows by their ids, of those that meet the filter; what is gone, merged or foreign is absent. */
export async function namedContacts(
  db: WorkspaceDb,
  { ids, filter }: Named<ContactId>,
  reader: Reader,
): Promise<ContactRow[]> {
  return contactRows(db, filter ? await idsThatMeet(db, { entity: 'contact', ids, filter, reader }) : ids)
}

/** The same for companies. */
export async function namedCompanies(
  db: WorkspaceDb,
  { ids, filter }: Named<CompanyId>,
  reader: Reader,
): Promise<CompanyRow[]> {
  return companyRows(db, filter ? await idsThatMeet(db, { entity: 'company', ids, filter, reader }) : ids)
}
