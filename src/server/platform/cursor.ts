import type { Page } from '../../shared/contracts/z.ts'
import { isId, type Id, type IdKind } from '../../shared/ids.ts'
import { AppError } from './errors.ts'

/** A position in a list, opaque to callers: the values of the sort key of the last row shown. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/**
 * The page of a read that asked for one row more than the limit: whether it came says if there is a next
 * page. `positionOf` gives the values of the sort key, by which the next page finds its beginning.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (last: Row) => readonly (string | number | Date)[],
): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null }
  const values = positionOf(last).map((value) => (value instanceof Date ? value.getTime() : value))
  return { items, nextCursor: encodeCursor(values) }
}

export function decodeCursor(cursor: string): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(values) &&
      values.every((value) => typeof value === 'string' || typeof value === 'number')
    )
      return values
  } catch {
    // Told below, together with well-formed JSON of another shape.
  }
  throw foreignCursor()
}

/** The last millisecond of the year 9999: what DATETIME can hold. */
const LAST_MOMENT = 253_402_300_799_999

export interface TimePosition<K extends IdKind> {
  at: Date
  id: Id<K>
}

/**
 * A position by time and id. Anyone can make a cursor, so what no database would compare with is
 * refused here.
 */
export function decodePosition<K extends IdKind>(kind: K, cursor: string): TimePosition<K> {
  const [time, id] = decodeCursor(cursor)
  if (!isWholeNumber(time, LAST_MOMENT) || !isId(kind, id)) throw foreignCursor()
  return { at: new Date(time), id }
}

/** A position by a text and id. */
export function decodeTextPosition<K extends IdKind>(kind: K, cursor: string): { text: string; id: Id<K> } {
  const [text, id] = decodeCursor(cursor)
  if (typeof text !== 'string' || !isId(kind, id)) throw foreignCursor()
  return { text, id }
}

/** A position by two ids. */
export function decodePair<K extends IdKind>(kind: K, cursor: string): [Id<K>, Id<K>] {
  const [one, other] = decodeCursor(cursor)
  if (!isId(kind, one) || !isId(kind, other)) throw foreignCursor()
  return [one, other]
}

/** A position by a queue's number. */
export function decodeNumber(cursor: string): number {
  const [number] = decodeCursor(cursor)
  if (!isWholeNumber(number, Number.MAX_SAFE_INTEGER)) throw foreignCursor()
  return number
}

function isWholeNumber(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max
}

export function foreignCursor(): AppError {
  return new AppError('BAD_REQUEST', 'cursor is not one that this list gave out')
}
