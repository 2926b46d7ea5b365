import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import type { CompanyId, LabelId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { importRows } from '../../schema/index.ts'
import { removeUnusedCompanies } from '../companies/index.ts'
import { removeUnusedLabels } from '../labels/index.ts'
import type * as repo from './imports.repo.ts'

const ROWS_AT_ONCE = 2_000

/**
 * Takes back the companies and labels that came with an import, where nobody uses them now. After its
 * contacts: until then they belong to these.
 */
export async function takeBackMade(
  tx: WorkspaceTx,
  { id, actor }: repo.ImportRow,
): Promise<{ companies: number; labels: number }> {
  const made = { companyIds: [] as CompanyId[], labelIds: [] as LabelId[] }
  const { before, rowNo, importId } = importRows
  for (let after = 0; ;) {
    const rows = await tx.orm
      .select({ rowNo, before })
      .from(importRows)
      .where(own(tx, importRows, and(eq(importId, id), gt(rowNo, after)), isNotNull(before)))
      .orderBy(asc(rowNo))
      .limit(ROWS_AT_ONCE)
    for (const row of rows) {
      made.companyIds.push(...((row.before?.madeCompanyIds ?? []) as CompanyId[]))
      made.labelIds.push(...((row.before?.madeLabelIds ?? []) as LabelId[]))
    }
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_AT_ONCE) break
    after = last.rowNo
  }
  return {
    companies: await removeUnusedCompanies(tx, made.companyIds, actor),
    labels: await removeUnusedLabels(tx, made.labelIds, actor),
  }
}
