import type { TableEntity } from '../../../shared/filters/index.ts'
import { idFromBytes, type Id, type LabelId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { marks } from './piece.ts'

/** A column of ids that the database answers with, as text that maps can hold. */
export const keyOf = (id: Buffer): string => id.toString('hex')

/** Rows under the record that they belong to, in the order that they came in. */
export function grouped<Row>(rows: readonly Row[], record: (row: Row) => Buffer): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(record(row))
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** The labels of a page of records, by the primary key of labelings. */
export async function labelIdsOf<E extends TableEntity>(
  db: WorkspaceDb,
  entity: E,
  ids: readonly Id<E>[],
): Promise<(id: Buffer) => LabelId[]> {
  const rows = await db.rows<{ record_id: Buffer; label_id: Buffer }>(
    `SELECT record_id, label_id FROM labelings WHERE workspace_id = ? AND entity = ? AND record_id IN (${marks(ids)})`,
    [idBytes(db.workspaceId), entity, ...ids.map(idBytes)],
  )
  const groups = grouped(rows, (row) => row.record_id)
  return (id) => (groups.get(keyOf(id)) ?? []).map((row) => idFromBytes('label', row.label_id))
}

/** JSON comes as text from MariaDB and as an object from MySQL. */
export function customOf(value: unknown): Record<string, unknown> {
  return ((typeof value === 'string' ? JSON.parse(value) : value) ?? {}) as Record<string, unknown>
}

/** How many open deals each of the records has. */
export async function openDealsOf(
  db: WorkspaceDb,
  entity: TableEntity,
  ids: readonly Id<TableEntity>[],
): Promise<(id: Buffer) => number> {
  const workspace = idBytes(db.workspaceId)
  const isOpen = `d.status = 'open' AND d.deleted_at IS NULL`
  const rows = await db.rows<{ id: Buffer; n: number }>(
    entity === 'company'
      ? `SELECT d.company_id AS id, COUNT(*) AS n FROM deals d FORCE INDEX (deals_company) WHERE d.workspace_id = ? AND d.company_id IN (${marks(ids)}) AND ${isOpen} GROUP BY d.company_id`
      : `SELECT k.contact_id AS id, COUNT(*) AS n FROM deal_contacts k FORCE INDEX (deal_contacts_contact) JOIN deals d ON d.workspace_id = k.workspace_id AND d.id = k.deal_id WHERE k.workspace_id = ? AND k.contact_id IN (${marks(ids)}) AND ${isOpen} GROUP BY k.contact_id`,
    [workspace, ...ids.map(idBytes)],
  )
  const counts = new Map(rows.map((row) => [keyOf(row.id), row.n]))
  return (id) => counts.get(keyOf(id)) ?? 0
}
