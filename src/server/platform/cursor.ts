import { isId, type Id, type IdKind } from '../../shared/ids.ts'
import { AppError } from './errors.ts'

/** A position in a list, opaque to callers: the values of the sort key of the last row shown. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

function decodeCursor(cursor: string): (string | number)[] {
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

/**
 * A position by time and id. Anyone can make a cursor, so what no database would compare with is
 * refused here.
 */
export function decodePosition<K extends IdKind>(kind: K, cursor: string): { at: Date; id: Id<K> } {
  const [time, id] = decodeCursor(cursor)
  if (!isWholeNumber(time, LAST_MOMENT) || !isId(kind, id)) throw foreignCursor()
  return { at: new Date(time), id }
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

function foreignCursor(): AppError {
  return new AppError('BAD_REQUEST', 'cursor is not one that this list gave out')
}
