import { idToBytes, isId, type IdKind } from '../../../shared/ids.ts'

/** A part of a statement with the values of its `?`. */
export interface Piece {
  sql: string
  values: readonly unknown[]
}

export const piece = (sql: string, ...values: unknown[]): Piece => ({ sql, values })

export function all(parts: readonly Piece[]): Piece {
  return joined(parts, { word: 'AND', none: '1 = 1' })
}

export function any(parts: readonly Piece[]): Piece {
  return joined(parts, { word: 'OR', none: '1 = 0' })
}

function joined(parts: readonly Piece[], { word, none }: { word: string; none: string }): Piece {
  if (parts.length === 0) return piece(none)
  return piece(`(${parts.map(({ sql }) => sql).join(` ${word} `)})`, ...parts.flatMap(({ values }) => values))
}

/**
 * Whether there is such a row, looked up for each record. For EXISTS the engines may gather and sort all such
 * rows before they look at the first record.
 */
export const has = (rows: string, ...values: unknown[]): Piece =>
  piece(`((SELECT 1 FROM ${rows} LIMIT 1) IS NOT NULL)`, ...values)

export const not = ({ sql, values }: Piece): Piece => piece(`NOT ${sql}`, ...values)

export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** The stored bytes of those texts that are ids of the kind; others can't be anybody's. */
export const idsOf = (kind: IdKind, texts: readonly string[]): Buffer[] =>
  texts.filter((text) => isId(kind, text)).map((text) => Buffer.from(idToBytes(text as never)))

/** Makes every character of a pattern for LIKE stand for itself. */
export const likeEscape = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
