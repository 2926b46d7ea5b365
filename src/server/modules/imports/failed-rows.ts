import { and, asc, eq, gt } from 'drizzle-orm'
import type { ImportId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { importRows, workspaceCounters, workspaces } from '../../schema/index.ts'
import { csvLine } from '../exports/index.ts'
import { REASON_HEADERS, reasonText, reasonLocale, type ReasonLocale } from './domain/reason-texts.ts'
import * as repo from './imports.repo.ts'

const ROWS_AT_ONCE = 500

export interface FailedRows {
  fileName: string
  /** CSV in UTF-8 with a byte order mark, as spreadsheets want it. */
  lines: AsyncGenerator<string>
}

/**
 * The rows that failed, as they came, with the reason in a last column: mended, the file can be imported
 * again. No cell of it is a formula.
 * @throws AppError NOT_FOUND
 */
export async function failedRows(db: WorkspaceDb, id: ImportId): Promise<FailedRows> {
  const row = await repo.find(db, id)
  const base = row.fileName.replace(/\.[^.]{1,5}$/, '')
  return { fileName: `${base}-errores.csv`, lines: linesOf(db, row, await localeOf(db)) }
}

async function localeOf(db: WorkspaceDb): Promise<ReasonLocale> {
  const [found] = await db.orm
    .select({ locale: workspaces.locale })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(db, workspaceCounters))
  return reasonLocale(found?.locale ?? 'es')
}

async function* linesOf(db: WorkspaceDb, row: repo.ImportRow, locale: ReasonLocale): AsyncGenerator<string> {
  const { rowNo, cells, reason, importId, outcome } = importRows
  const width = row.columns.length
  yield `\ufeff${csvLine([...row.columns.map(({ header }) => header), REASON_HEADERS[locale]])}`
  for (let after = 0; ;) {
    const rows = await db.orm
      .select({ rowNo, cells, reason })
      .from(importRows, { forceIndex: 'import_rows_outcome' })
      .where(own(db, importRows, and(eq(importId, row.id), eq(outcome, 'failed'), gt(rowNo, after))))
      .orderBy(asc(rowNo))
      .limit(ROWS_AT_ONCE)
    if (rows.length === 0) return
    for (const one of rows) {
      const original = Array.from({ length: width }, (_, at) => one.cells[at] ?? '')
      yield csvLine([...original, reasonText(one.reason ?? '', { row, locale })])
    }
    after = rows.at(-1)?.rowNo ?? after
  }
}
