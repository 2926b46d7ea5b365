import { writeIdBytes, type Id, type IdKind } from '../../../shared/ids.ts'

/**
 * Literals for the few raw texts of the fused batch, the only place where values are written into
 * SQL. Bytes travel as hex, numbers as digits, times as quoted UTC, and every text passes `text`,
 * which is safe because the session's sql_mode never holds NO_BACKSLASH_ESCAPES.
 */
export type Sql = string & { readonly __sql: true }

// A double quote is harmless between single ones, and JSON is full of them.
const DANGEROUS = /[\0\b\t\n\r\x1a'\\]/g
const ESCAPES: Record<string, string> = {
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  "'": "\\'",
  '\\': '\\\\',
}

export const NULL = 'NULL' as Sql

export function text(value: string | null | undefined): Sql {
  if (value === null || value === undefined) return NULL
  return `'${value.replace(DANGEROUS, (character) => ESCAPES[character] ?? '')}'` as Sql
}

export function bytes(value: Uint8Array): Sql {
  return `x'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'` as Sql
}

/** Used again for every id: a batch writes thousands. */
const ID_BYTES = Buffer.alloc(16)

export function id(value: Id<IdKind> | null): Sql {
  if (value === null) return NULL
  writeIdBytes(value, ID_BYTES)
  return `x'${ID_BYTES.toString('hex')}'` as Sql
}

export function number(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer: ${value}`)
  return String(value) as Sql
}

export function time(value: Date | null): Sql {
  if (value === null) return NULL
  return `'${value.toISOString().slice(0, 23).replace('T', ' ')}'` as Sql
}

export function json(value: unknown): Sql {
  return value === null || value === undefined ? NULL : text(JSON.stringify(value))
}

export function list(values: readonly Sql[]): Sql {
  return `(${values.join(',')})` as Sql
}

/** `INSERT INTO table (columns) VALUES …` with rows in the order given. */
export function insertRows(table: string, columns: string, rows: readonly (readonly Sql[])[]): string {
  return `INSERT INTO ${table} (${columns}) VALUES ${rows.map((row) => list(row)).join(',')}`
}
