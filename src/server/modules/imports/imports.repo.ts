import { asc, desc, eq, gt, isNotNull } from 'drizzle-orm'
import { memberOf } from '../../../shared/actor.ts'
import {
  IMPORT_LIMITS,
  type ImportDto,
  type ImportSettings,
  type ListImports,
} from '../../../shared/contracts/imports.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ImportId } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { importRows, imports } from '../../schema/index.ts'

export type ImportRow = typeof imports.$inferSelect

/** @throws AppError NOT_FOUND */
export async function find(scope: Scope, id: ImportId): Promise<ImportRow> {
  const [row] = await scope.orm
    .select()
    .from(imports)
    .where(own(scope, imports, eq(imports.id, id)))
  if (!row) throw notFound('import')
  return row
}

/** @throws AppError NOT_FOUND */
export async function lock(tx: WorkspaceTx, id: ImportId): Promise<ImportRow> {
  const [row] = await tx.orm
    .select()
    .from(imports)
    .where(own(tx, imports, eq(imports.id, id)))
    .for('update')
  if (!row) throw notFound('import')
  return row
}

/** Writes a change of a locked import, and tells of it unless it is told otherwise. */
export async function change(
  tx: WorkspaceTx,
  row: ImportRow,
  { set, isTold = true }: { set: Partial<ImportRow>; isTold?: boolean },
): Promise<ImportRow> {
  const next = { ...row, ...set, updatedAt: tx.now }
  await tx.orm
    .update(imports)
    .set({ ...set, updatedAt: tx.now })
    .where(own(tx, imports, eq(imports.id, row.id)))
  if (isTold) {
    const { id: importId, state, doneRows, rowCount } = next
    tx.emit({ type: 'import.changed', data: { importId, state, doneRows, rowCount } })
  }
  return next
}

/** Newest first, along imports_created. */
export async function list(db: WorkspaceDb, { cursor, limit }: ListImports): Promise<Page<ImportDto>> {
  const after = cursor === undefined ? undefined : decodePosition('import', cursor)
  const { createdAt, id } = imports
  const rows = await db.orm
    .select()
    .from(imports)
    .where(own(db, imports, beyond({ column: createdAt, id, isForward: false }, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, (row) => [row.createdAt, row.id])
  return { ...page, items: page.items.map(toDto) }
}

/** What was chosen last for a file with the same headers; by imports_headers. */
export async function rememberedSettings(scope: Scope, headerKey: string): Promise<ImportSettings | null> {
  const [row] = await scope.orm
    .select({ settings: imports.settings })
    .from(imports)
    .where(own(scope, imports, eq(imports.headerKey, headerKey), isNotNull(imports.settings)))
    .orderBy(desc(imports.createdAt))
    .limit(1)
  return row?.settings ?? null
}

/** The file's rows in their order, by their primary key. */
export function rowsAfter(scope: Scope, id: ImportId, { after, limit }: { after: number; limit: number }) {
  const { rowNo, cells, flaw } = importRows
  return scope.orm
    .select({ rowNo, cells, flaw })
    .from(importRows)
    .where(own(scope, importRows, eq(importRows.importId, id), gt(rowNo, after)))
    .orderBy(asc(rowNo))
    .limit(limit)
}

export const undoUntilOf = (finishedAt: Date): Date =>
  new Date(finishedAt.getTime() + IMPORT_LIMITS.undoHours * 3_600_000)

export function toDto(row: ImportRow): ImportDto {
  const { id, state, fileName, size, format, columns, settings, rowCount, doneRows, check, undo, error } = row
  const { created, updated, skipped, failed, finishedAt, createdAt, actor } = row
  const isUndoable = state === 'done' && finishedAt !== null && created + updated > 0
  return {
    id,
    state,
    fileName,
    size,
    format,
    columns,
    settings,
    rowCount,
    doneRows,
    check,
    counts: { created, updated, skipped, failed },
    undo,
    undoUntil: isUndoable ? undoUntilOf(finishedAt).toISOString() : null,
    error,
    by: memberOf(actor),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
