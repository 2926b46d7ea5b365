import type { TableOrder, TableSort } from '../../../shared/contracts/lists.ts'
import type { FilterEntity } from '../../../shared/filters/index.ts'
import { idFromBytes } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { decodeTextPosition, encodeCursor, foreignCursor } from '../../platform/cursor.ts'
import { piece, type Piece } from './piece.ts'

/** Where a table is read, in which order, from where on. */
export interface Walk {
  table: 'contacts' | 'companies'
  column: 'name' | 'created_at' | 'updated_at'
  /** The index that holds the order. */
  index: string
  isDescending: boolean
}

export interface Position {
  /** Text as the column has it; a time as the database writes it. */
  at: string
  id: Buffer
}

const COLUMNS = { name: 'name', createdAt: 'created_at', updatedAt: 'updated_at' } as const
const INDEXES = { name: 'name', createdAt: 'created', updatedAt: 'updated' } as const

export function walkOf(entity: FilterEntity, order: TableOrder): Walk {
  const sort = order.replace('-', '') as TableSort
  const table = entity === 'contact' ? 'contacts' : 'companies'
  return {
    table,
    column: COLUMNS[sort],
    index: `${table}_${INDEXES[sort]}`,
    isDescending: order.startsWith('-'),
  }
}

/** The plain comparison comes first: it is the range of the index; the second only breaks ties. */
export function after({ column, isDescending }: Walk, position: Position): Piece {
  const sign = isDescending ? '<' : '>'
  return piece(
    `(c.${column} ${sign}= ? AND (c.${column} ${sign} ? OR c.id ${sign} ?))`,
    position.at,
    position.at,
    position.id,
  )
}

/** Up to a position, that row included. */
export function upTo({ column, isDescending }: Walk, position: Position): Piece {
  const sign = isDescending ? '>' : '<'
  return piece(
    `(c.${column} ${sign}= ? AND (c.${column} ${sign} ? OR c.id ${sign}= ?))`,
    position.at,
    position.at,
    position.id,
  )
}

export function orderOf({ column, isDescending }: Walk): string {
  const way = isDescending ? ' DESC' : ''
  return `ORDER BY c.${column}${way}, c.id${way}`
}

export function cursorOf(entity: FilterEntity, { at, id }: Position): string {
  return encodeCursor([at, idFromBytes(entity, id)])
}

/** Anyone can make a cursor: what no database would compare with is refused. */
export function positionOf(entity: FilterEntity, { column }: Walk, cursor: string): Position {
  const { text: at, id } = decodeTextPosition(entity, cursor)
  if (column === 'name' ? at.length > 480 : !TIME.test(at)) throw foreignCursor()
  return { at, id: idBytes(id) }
}

const TIME = /^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}$/
