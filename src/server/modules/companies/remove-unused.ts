import { asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import { recordKeyOf, type CompanyId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { companies, contactCompanies, deals, labelings, notes, tasks } from '../../schema/index.ts'
import { removeRecordTerms } from '../search/index.ts'
import * as repo from './companies.repo.ts'

/** Nobody has changed it since it was made. */
const AS_MADE = 1

/** Puts those of the companies into the bin that nobody has changed and nothing belongs to. */
export async function removeUnusedCompanies(
  tx: WorkspaceTx,
  ids: readonly CompanyId[],
  actor: Actor,
): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await tx.orm
    .select()
    .from(companies)
    .where(
      own(
        tx,
        companies,
        inArray(companies.id, [...ids].sort()),
        eq(companies.version, AS_MADE),
        isNull(companies.deletedAt),
      ),
    )
    .orderBy(asc(companies.id))
    .for('update')
  const used = await usedOf(
    tx,
    rows.map(({ id }) => id),
  )
  const unused = rows.filter(({ id }) => !used.has(id))
  for (const row of unused) {
    const { id } = row
    await repo.change(tx, row, { deletedAt: tx.now, domainKey: null })
    await removeRecordTerms(tx, { entity: 'company', recordId: id })
    tx.emit({ type: 'company.deleted', data: { companyId: id } })
    const [before, after] = [{ deletedAt: null }, { deletedAt: tx.now.toISOString() }]
    tx.audit({ actor, action: 'company.deleted', entity: 'company', recordId: id, before, after })
  }
  return unused.length
}

async function usedOf(tx: WorkspaceTx, ids: CompanyId[]): Promise<Set<CompanyId>> {
  if (ids.length === 0) return new Set()
  const keys = ids.map(recordKeyOf)
  const [people, sales, daughters, ...records] = await Promise.all([
    tx.orm
      .select({ id: contactCompanies.companyId })
      .from(contactCompanies)
      .where(own(tx, contactCompanies, inArray(contactCompanies.companyId, ids))),
    tx.orm
      .select({ id: deals.companyId })
      .from(deals)
      .where(own(tx, deals, inArray(deals.companyId, ids))),
    tx.orm
      .select({ id: companies.parentId })
      .from(companies)
      .where(own(tx, companies, inArray(companies.parentId, ids))),
    ...[notes, tasks, labelings].map((table) =>
      tx.orm
        .select({ id: table.recordId })
        .from(table)
        .where(own(tx, table, eq(table.entity, 'company'), inArray(table.recordId, keys))),
    ),
  ])
  const used = new Set([...people, ...sales, ...daughters].flatMap(({ id }) => id ?? []))
  const noted = new Set(records.flat().map(({ id }) => id))
  for (const id of ids) if (noted.has(recordKeyOf(id))) used.add(id)
  return used
}
