import { desc, eq } from 'drizzle-orm'
import { memberOf } from '../../../shared/actor.ts'
import type { ExportDto, ListExports } from '../../../shared/contracts/exports.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ExportId } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { exports } from '../../schema/index.ts'

export type ExportRow = typeof exports.$inferSelect

/** @throws AppError NOT_FOUND */
export async function find(scope: Scope, id: ExportId): Promise<ExportRow> {
  const [row] = await scope.orm
    .select()
    .from(exports)
    .where(own(scope, exports, eq(exports.id, id)))
  if (!row) throw notFound('export')
  return row
}

export async function lock(tx: WorkspaceTx, id: ExportId): Promise<ExportRow> {
  const [row] = await tx.orm
    .select()
    .from(exports)
    .where(own(tx, exports, eq(exports.id, id)))
    .for('update')
  if (!row) throw notFound('export')
  return row
}

/** Writes a change of a locked export, and tells of it. */
export async function change(tx: WorkspaceTx, row: ExportRow, set: Partial<ExportRow>): Promise<ExportRow> {
  const next = { ...row, ...set, updatedAt: tx.now }
  await tx.orm
    .update(exports)
    .set({ ...set, updatedAt: tx.now })
    .where(own(tx, exports, eq(exports.id, row.id)))
  const { id: exportId, state, rowCount } = next
  tx.emit({ type: 'export.changed', data: { exportId, state, rowCount } })
  return next
}

/** Newest first, along exports_created. */
export async function list(db: WorkspaceDb, { cursor, limit }: ListExports): Promise<Page<ExportDto>> {
  const after = cursor === undefined ? undefined : decodePosition('export', cursor)
  const { createdAt, id } = exports
  const rows = await db.orm
    .select()
    .from(exports)
    .where(own(db, exports, beyond({ column: createdAt, id, isForward: false }, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, (row) => [row.createdAt, row.id])
  return { ...page, items: page.items.map(toDto) }
}

export function toDto(row: ExportRow): ExportDto {
  const { id, workspaceId, entity, format, state, rowCount, fileName, size, expiresAt, actor, createdAt } =
    row
  return {
    id,
    entity,
    format,
    state,
    rowCount,
    fileName,
    size,
    url: state === 'ready' ? `/media/${workspaceId}/exports/${id}` : null,
    expiresAt: expiresAt?.toISOString() ?? null,
    by: memberOf(actor),
    createdAt: createdAt.toISOString(),
  }
}
