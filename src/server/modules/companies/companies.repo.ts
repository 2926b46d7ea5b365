import { and, asc, desc, eq, gte, inArray, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { CompanyDto } from '../../../shared/contracts/companies.ts'
import { recordKeyOf, type CompanyId } from '../../../shared/ids.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { companies } from '../../schema/index.ts'
import { labelsOf } from '../labels/index.ts'

export type CompanyRow = typeof companies.$inferSelect

/** Deleted ones open, too. @throws AppError NOT_FOUND */
export async function find(scope: Scope, id: CompanyId): Promise<CompanyDto> {
  const [company] = await findMany(scope, [id])
  if (!company) throw notFound('company')
  return company
}

/** In the order of the ids given; unknown and foreign ones are simply absent. */
export async function findMany(scope: Scope, ids: CompanyId[]): Promise<CompanyDto[]> {
  if (ids.length === 0) return []
  const parents = alias(companies, 'parents')
  const [rows, labels] = await Promise.all([
    scope.orm
      .select({ company: companies, parentName: parents.name })
      .from(companies)
      .leftJoin(parents, and(eq(parents.workspaceId, scope.workspaceId), eq(parents.id, companies.parentId)))
      .where(own(scope, companies, inArray(companies.id, ids))),
    labelsOf(scope, 'company', ids),
  ])
  const byId = new Map(rows.map((row) => [row.company.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const { company, parentName } = row
    return [
      {
        id,
        name: company.name,
        domain: company.domain,
        parentId: company.parentId,
        parentName,
        ownerId: company.ownerId,
        labels: labels.get(recordKeyOf(id)) ?? [],
        custom: company.custom ?? {},
        version: company.version,
        createdAt: company.createdAt.toISOString(),
        updatedAt: company.updatedAt.toISOString(),
        deletedAt: company.deletedAt?.toISOString() ?? null,
      },
    ]
  })
}

export async function findLocked(tx: WorkspaceTx, id: CompanyId): Promise<CompanyRow> {
  const [row] = await tx.orm
    .select()
    .from(companies)
    .where(own(tx, companies, eq(companies.id, id)))
    .for('update')
  if (!row) throw notFound('company')
  return row
}

/** Writes a change of a locked company as its next version. */
export async function change(
  tx: WorkspaceTx,
  row: Pick<CompanyRow, 'id' | 'version'>,
  set: Partial<CompanyRow>,
): Promise<void> {
  await tx.orm
    .update(companies)
    .set({ ...set, version: row.version + 1, updatedAt: sql`now(3)` })
    .where(own(tx, companies, eq(companies.id, row.id)))
}

export async function holderOfDomain(scope: Scope, domainKey: string): Promise<CompanyId | undefined> {
  const [row] = await scope.orm
    .select({ id: companies.id })
    .from(companies)
    .where(own(scope, companies, eq(companies.domainKey, domainKey)))
  return row?.id
}

export type Order = 'name' | 'created' | 'updated' | 'changes'

/** The last row shown, by the order's column: a name or a time. */
export interface Position {
  at: string | Date
  id: CompanyId
}

/**
 * A page of ids in one of four orders, each the order of its index.
 * `changes` runs forward from `since` and tells deleted ones, too.
 */
export async function page(
  scope: Scope,
  { order, since, after, limit }: { order: Order; since?: Date; after: Position | undefined; limit: number },
): Promise<Position[]> {
  const { column, isForward, index } = ORDERS[order]
  const direction = isForward ? asc : desc
  const rows = await scope.orm
    .select({ id: companies.id, at: column as SQL<string | Date> & typeof column })
    .from(companies, { forceIndex: index })
    .where(
      own(
        scope,
        companies,
        order === 'changes' ? undefined : eq(companies.isLive, true),
        since && gte(companies.updatedAt, since),
        beyond({ column, id: companies.id, isForward }, after),
      ),
    )
    .orderBy(direction(column), direction(companies.id))
    .limit(limit)
  return rows
}

const ORDERS = {
  name: { column: companies.name, isForward: true, index: 'companies_name' },
  created: { column: companies.createdAt, isForward: false, index: 'companies_created' },
  updated: { column: companies.updatedAt, isForward: false, index: 'companies_updated' },
  changes: { column: companies.updatedAt, isForward: true, index: 'companies_updated' },
}
