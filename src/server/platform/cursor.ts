import { AppError } from './errors.ts'

/** A position in a list, opaque to callers: the values of the sort key of the last row shown. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

export function decodeCursor(cursor: string): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.every((value) => typeof value === 'string' || typeof value === 'number'))
      return values
  } catch {
    // Told below, together with well-formed JSON of another shape.
  }
  throw new AppError('BAD_REQUEST', 'cursor is not one that this list gave out')
}
