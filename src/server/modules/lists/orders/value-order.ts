import type { FieldDto } from '../../../../shared/contracts/fields.ts'
import type { FieldId } from '../../../../shared/ids.ts'
import type { FieldType } from '../../../../shared/records.ts'
import { idBytes } from '../../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { piece, type Piece } from '../piece.ts'
import { narrowed, ofRecords } from './column-order.ts'
import { ALL, numberKey, textKey, timeKey, type Key, type Order, type Stretch } from './order.ts'

export interface ValueAsked {
  db: WorkspaceDb
  table: Order['table']
  fieldId: FieldId
}

type Column = 'text' | 'number' | 'at'

const COLUMNS: Partial<Record<FieldType, Column>> = {
  number: 'number',
  money: 'number',
  boolean: 'number',
  date: 'at',
  date_time: 'at',
}

const KEYS: Record<Column, (column: string) => Key> = { text: textKey, number: numberKey, at: timeKey }

/** By the values of a custom field, as `field_values` holds them; records without one follow. */
export function valueOrder(
  field: FieldDto,
  asked: Omit<ValueAsked, 'fieldId'> & { isDescending: boolean },
): Order {
  const column = COLUMNS[field.type] ?? 'text'
  const value = { db: asked.db, table: asked.table, fieldId: field.id }
  const at = valueOf(value, column)
  return {
    table: asked.table,
    stretches: [
      {
        ...narrowed(ofValues(value, column), piece(`o.${column} IS NOT NULL`)),
        name: 'filled',
        key: KEYS[column](`o.${column}`),
      },
      { ...withoutValue(value), name: 'empty', key: null },
    ],
    isDescending: asked.isDescending,
    rank: piece(`(${at.sql} IS NULL)`, ...at.values),
    at,
  }
}

/** A walk along one of the indexes of values. */
export function ofValues(
  { db, fieldId }: Omit<ValueAsked, 'table'>,
  column: Column,
): Omit<Stretch, 'name' | 'key'> {
  return {
    legs: [
      {
        from: `field_values o FORCE INDEX (field_values_${column})`,
        where: piece('o.workspace_id = ? AND o.field_id = ?', idBytes(db.workspaceId), idBytes(fieldId)),
      },
    ],
    id: 'o.record_id',
    record: 'o.record_id',
    only: ALL,
  }
}

/** The records that no value is known of, as they were made. */
export function withoutValue({ db, table, fieldId }: ValueAsked): Omit<Stretch, 'name' | 'key'> {
  const workspace = idBytes(db.workspaceId)
  return {
    ...ofRecords(`${table} c FORCE INDEX (PRIMARY)`, workspace),
    only: piece(
      'NOT EXISTS (SELECT 1 FROM field_values v WHERE v.workspace_id = ? AND v.field_id = ? AND v.record_id = c.id)',
      workspace,
      idBytes(fieldId),
    ),
  }
}

/** The record's only value, by primary key. */
export function valueOf({ db, fieldId }: Omit<ValueAsked, 'table'>, column: Column): Piece {
  return piece(
    `(SELECT v.${column} FROM field_values v WHERE v.workspace_id = ? AND v.field_id = ? AND v.record_id = c.id AND v.ordinal = 0)`,
    idBytes(db.workspaceId),
    idBytes(fieldId),
  )
}
