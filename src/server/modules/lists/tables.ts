import type { CompanyRow, ContactRow, TableAnswer, TablePage } from '../../../shared/contracts/lists.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { searchContacts } from '../contacts/index.ts'
import { searchRecords } from '../search/index.ts'
import { companyRows } from './company-rows.ts'
import { contactRows } from './contact-rows.ts'
import type { Reader } from './list-scope.ts'
import { readPage } from './read-page.ts'

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
