import type { TableEntity } from '../../../shared/filters/index.ts'
import { idFromBytes, isId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { decodeCursor, encodeCursor, foreignCursor } from '../../platform/cursor.ts'
import type { Order, Stretch } from './orders/index.ts'
import { piece, type Piece } from './piece.ts'

/** A row of an order: its key as the database writes it, the id that breaks ties, the record's id. */
export interface Entry {
  at: string | null
  id: Buffer
  record: Buffer
}

/** Where in an order: after an entry of a stretch, or at the stretch's beginning. */
export interface Place {
  stretch: number
  entry: Entry | null
}

interface Columns {
  key: { column: string; mark: string } | null
  id: string
}

/** What comes after an entry. The plain comparison is the range of the index; the second breaks ties. */
export function after({ key, id }: Columns, entry: Entry, isDescending: boolean): Piece {
  const sign = isDescending ? '<' : '>'
  if (!key) return piece(`${id} ${sign} ?`, entry.id)
  const { column, mark } = key
  return piece(
    `(${column} ${sign}= ${mark} AND (${column} ${sign} ${mark} OR ${id} ${sign} ?))`,
    entry.at,
    entry.at,
    entry.id,
  )
}

/** All up to an entry, that one included. */
export function upTo({ key, id }: Columns, entry: Entry, isDescending: boolean): Piece {
  const sign = isDescending ? '>' : '<'
  if (!key) return piece(`${id} ${sign}= ?`, entry.id)
  const { column, mark } = key
  return piece(
    `(${column} ${sign}= ${mark} AND (${column} ${sign} ${mark} OR ${id} ${sign}= ?))`,
    entry.at,
    entry.at,
    entry.id,
  )
}

export function cursorOf(entity: TableEntity, { stretches }: Order, { stretch, entry }: Place): string {
  const name = stretches[stretch]?.name ?? ''
  if (!entry) return encodeCursor([name])
  const { at, id, record } = entry
  const own = id.equals(record) ? [] : [id.toString('hex')]
  return encodeCursor([name, at ?? '', idFromBytes(entity, record), ...own])
}

/** Anyone can make a cursor: what no database would compare with is refused. */
export function placeOf(entity: TableEntity, { stretches }: Order, cursor: string): Place {
  const [name, ...entry] = decodeCursor(cursor)
  const stretch = stretches.findIndex((one) => one.name === name)
  const found = stretches[stretch]
  if (!found) throw foreignCursor()
  return { stretch, entry: entry.length === 0 ? null : entryOf(entity, found, entry) }
}

function entryOf(entity: TableEntity, { key }: Stretch, values: readonly (string | number)[]): Entry {
  const [at, record, own] = values
  if (typeof at !== 'string' || !(key ? key.accepts(at) : at === '')) throw foreignCursor()
  if (!isId(entity, record)) throw foreignCursor()
  if (own !== undefined && !(typeof own === 'string' && /^[0-9a-f]{32}$/.test(own))) throw foreignCursor()
  const bytes = idBytes(record)
  return { at: key ? at : null, id: own === undefined ? bytes : Buffer.from(own, 'hex'), record: bytes }
}
