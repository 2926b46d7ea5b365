import type { CompanyDto, ListCompanies } from '../../../shared/contracts/companies.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { decodePosition, decodeTextPosition, pageOf } from '../../platform/cursor.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { searchRecords } from '../search/index.ts'
import * as repo from './companies.repo.ts'

/**
 * Companies found by a query (best hundred), or all of them in the order asked for, page by page.
 * Deleted ones are told only to who asks what changed.
 */
export async function listCompanies(db: WorkspaceDb, input: ListCompanies): Promise<Page<CompanyDto>> {
  const query = input.query?.trim()
  if (query) {
    const ids = await searchRecords(db, 'company', { query, limit: input.limit })
    return { items: await repo.findMany(db, ids), nextCursor: null }
  }
  const order = input.updatedSince === undefined ? input.sort : 'changes'
  const rows = await repo.page(db, {
    order,
    ...(input.updatedSince !== undefined && { since: new Date(input.updatedSince) }),
    after: positionOf(order, input.cursor),
    limit: input.limit + 1,
  })
  const page = pageOf(rows, input.limit, ({ at, id }) => [at, id])
  const ids = page.items.map((row) => row.id)
  return { ...page, items: await repo.findMany(db, ids) }
}

function positionOf(order: repo.Order, cursor: string | undefined): repo.Position | undefined {
  if (cursor === undefined) return undefined
  if (order !== 'name') return decodePosition('company', cursor)
  const { text: at, id } = decodeTextPosition('company', cursor)
  return { at, id }
}
