import { not, piece } from '../piece.ts'
import { ALL, textKey, timeKey, type Key, type Order, type Stretch } from './order.ts'

interface Asked {
  table: Order['table']
  workspace: Buffer
  isDescending: boolean
}

const COLUMNS: Record<string, { column: string; index: string; key: (column: string) => Key }> = {
  name: { column: 'name', index: 'name', key: textKey },
  createdAt: { column: 'created_at', index: 'created', key: timeKey },
  updatedAt: { column: 'updated_at', index: 'updated', key: timeKey },
}

/** By a column of the record that is never empty: `contacts_name` and its like. */
export function columnOrder(sort: string, { table, workspace, isDescending }: Asked): Order {
  const known = COLUMNS[sort]
  if (!known) throw new Error(`no index for ${sort}`)
  const { column, index, key } = known
  return {
    table,
    stretches: [
      {
        ...ofRecords(`${table} c FORCE INDEX (${table}_${index})`, workspace),
        name: '',
        key: key(`c.${column}`),
      },
    ],
    isDescending,
    rank: piece('0'),
    at: piece(`c.${column}`),
  }
}

/** Companies by `companies_domain`; those without a domain follow. */
export function domainOrder({ table, workspace, isDescending }: Asked): Order {
  const rows = ofRecords('companies c FORCE INDEX (companies_domain)', workspace)
  const empty = piece('c.domain_key IS NULL')
  return {
    table,
    stretches: [
      { ...narrowed(rows, not(empty)), name: 'filled', key: textKey('c.domain_key') },
      { ...narrowed(rows, empty), name: 'empty', key: null },
    ],
    isDescending,
    rank: piece('(c.domain_key IS NULL)'),
    at: piece('c.domain_key'),
  }
}

/** A walk along an index of the records' own table. */
export function ofRecords(from: string, workspace: Buffer): Omit<Stretch, 'name' | 'key'> {
  return {
    legs: [{ from, where: piece('c.workspace_id = ? AND c.is_live = 1', workspace) }],
    id: 'c.id',
    record: 'c.id',
    only: ALL,
  }
}

/** The same walk among those rows of the index that meet a condition. */
export function narrowed<Walk extends Omit<Stretch, 'name' | 'key'>>(
  walk: Walk,
  { sql, values }: { sql: string; values: readonly unknown[] },
): Walk {
  const legs = walk.legs.map((leg) => ({
    ...leg,
    where: piece(`${leg.where.sql} AND ${sql}`, ...leg.where.values, ...values),
  }))
  return { ...walk, legs }
}
