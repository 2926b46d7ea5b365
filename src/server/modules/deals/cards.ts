import type { RowDataPacket } from 'mysql2'
import type { DealCard } from '../../../shared/contracts/deals.ts'
import { idFromBytes, type IdKind } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime, isoTimeOrNull } from '../../platform/db/iso-time.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { customOf } from '../lists/index.ts'

export interface Condition {
  sql: string
  values: readonly unknown[]
}

/** What is read of each deal before its names are looked up. */
const COLUMNS =
  'id, number, pipeline_id, stage_id, position, status, title, amount, currency, company_id, owner_id, ' +
  'expected_close_on, lost_reason_id, stage_since, touched_at, next_task_at, closed_at, created_at, updated_at, version, custom'

export type CardRow = RowDataPacket

/** One bounded read of deals along a named index: engines choose by statistics, and sometimes badly. */
export interface CardSelect {
  index: string
  conditions: Condition[]
  order: string
  limit: number
}

/** The text and values of one bounded read. */
function select(db: WorkspaceDb, { index, conditions, order, limit }: CardSelect): Condition {
  const where = ['workspace_id = ?', 'deleted_at IS NULL', ...conditions.map((condition) => condition.sql)]
  return {
    sql: `SELECT ${COLUMNS} FROM deals c FORCE INDEX (${index}) WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`,
    values: [idBytes(db.workspaceId), ...conditions.flatMap((condition) => condition.values), limit],
  }
}

/**
 * Cards of one or many bounded reads, with the names of their contacts and companies and their labels,
 * in one query. Names are looked up only for what the reads gave.
 * @param order of all of them together, by columns of the deal qualified with `x`.
 */
export function cardRows(db: WorkspaceDb, selects: CardSelect[], order: string): Promise<CardRow[]> {
  const workspace = idBytes(db.workspaceId)
  const parts = selects.map((each) => select(db, each))
  // Not every engine takes a lone query in two pairs of parentheses.
  const inner =
    parts.length === 1 ? (parts[0]?.sql ?? '') : parts.map((part) => `(${part.sql})`).join(' UNION ALL ')
  return db.rows<CardRow>(
    'SELECT x.*, p.name AS contact_name, m.name AS company_name FROM (SELECT d.*, ' +
      '(SELECT c.contact_id FROM deal_contacts c WHERE c.workspace_id = ? AND c.deal_id = d.id ' +
      'ORDER BY c.is_primary DESC, c.created_at, c.contact_id LIMIT 1) AS contact_id, ' +
      "(SELECT GROUP_CONCAT(HEX(l.label_id)) FROM labelings l WHERE l.workspace_id = ? AND l.entity = 'deal' " +
      `AND l.record_id = d.id) AS labels FROM (${inner}) d) x ` +
      'LEFT JOIN contacts p ON p.workspace_id = ? AND p.id = x.contact_id ' +
      `LEFT JOIN companies m ON m.workspace_id = ? AND m.id = x.company_id ORDER BY ${order}`,
    [workspace, workspace, ...parts.flatMap((part) => part.values), workspace, workspace],
  )
}

const idOrNull = <K extends IdKind>(kind: K, bytes: Buffer | null) =>
  bytes ? idFromBytes(kind, bytes) : null

export function toCard(row: CardRow): DealCard {
  return {
    id: idFromBytes('deal', row['id']),
    number: Number(row['number']),
    pipelineId: idFromBytes('pipeline', row['pipeline_id']),
    stageId: idFromBytes('stage', row['stage_id']),
    position: row['position'],
    status: row['status'],
    title: row['title'],
    amount: row['amount'] === null ? null : Number(row['amount']),
    currency: row['currency'],
    contactId: idOrNull('contact', row['contact_id']),
    contactName: row['contact_name'],
    companyId: idOrNull('company', row['company_id']),
    companyName: row['company_name'],
    ownerId: idOrNull('user', row['owner_id']),
    expectedCloseOn: row['expected_close_on'],
    lostReasonId: idOrNull('lostReason', row['lost_reason_id']),
    stageSince: isoTime(row['stage_since']),
    touchedAt: isoTime(row['touched_at']),
    nextTaskAt: isoTimeOrNull(row['next_task_at']),
    closedAt: isoTimeOrNull(row['closed_at']),
    createdAt: isoTime(row['created_at']),
    version: row['version'],
    labels: labelsOf(row['labels']),
    custom: customOf(row['custom']),
  }
}

const labelsOf = (hexes: string | null) =>
  hexes ? hexes.split(',').map((hex) => idFromBytes('label', Buffer.from(hex, 'hex'))) : []
