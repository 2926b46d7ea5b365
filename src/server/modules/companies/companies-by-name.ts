import { asc, eq, inArray } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import { foldText } from '../../../shared/filters/index.ts'
import { recordKeyOf, type CompanyId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { companies, recordTerms } from '../../schema/index.ts'
import { termsOf } from '../search/index.ts'

/** Companies by their folded names; of several with one name the oldest. Reads along companies_name. */
export async function companiesByName(
  scope: Scope,
  names: readonly string[],
): Promise<Map<string, CompanyId>> {
  if (names.length === 0) return new Map()
  const rows = await scope.orm
    .select({ id: companies.id, name: companies.name })
    .from(companies)
    .where(own(scope, companies, inArray(companies.name, [...new Set(names)]), eq(companies.isLive, true)))
    .orderBy(asc(companies.id))
  const found = new Map<string, CompanyId>()
  for (const { id, name } of rows) if (!found.has(foldText(name))) found.set(foldText(name), id)
  return found
}

/** Adds companies that are known by their name only, many at once, each told and written down. */
export async function addNamedCompanies(
  tx: WorkspaceTx,
  added: readonly { id: CompanyId; name: string }[],
  actor: Actor,
): Promise<void> {
  if (added.length === 0) return
  const { workspaceId } = tx
  await tx.orm.insert(companies).values(added.map(({ id, name }) => ({ workspaceId, id, name })))
  const terms = added.flatMap(({ id, name }) =>
    termsOf(name).map((term) => ({
      workspaceId,
      entity: 'company' as const,
      term,
      recordId: recordKeyOf(id),
    })),
  )
  if (terms.length > 0) await tx.orm.insert(recordTerms).values(terms)
  for (const { id, name } of added) {
    tx.emit({ type: 'company.created', data: { companyId: id } })
    tx.audit({
      actor,
      action: 'company.created',
      entity: 'company',
      recordId: id,
      before: null,
      after: { name },
    })
  }
}
