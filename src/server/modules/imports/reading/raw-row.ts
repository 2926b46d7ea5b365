import { IMPORT_LIMITS } from '../../../../shared/contracts/imports.ts'

/** A row as the file has it, header included. */
export interface RawRow {
  cells: string[]
  /** Why it can't be used: `cell_too_long` or `row_too_long`. */
  flaw: string | null
}

/** All cells of one row together, so that a batch of rows fits into one statement. */
const ROW_BYTES = 128_000
/** What is kept of a cell that is too long, for whoever looks for it. */
const EXCERPT = 100

/** Takes what cannot be stored out of the cells, and what is too long. */
export function rawRow(found: readonly string[]): RawRow {
  const cells = trimmedEnd(found.map(cleaned))
  const sizes = cells.map((cell) => Buffer.byteLength(cell))
  const isCellTooLong = sizes.some((size) => size > IMPORT_LIMITS.cellBytes)
  const isRowTooLong = sizes.reduce((sum, size) => sum + size, 0) > ROW_BYTES
  if (!isCellTooLong && !isRowTooLong) return { cells, flaw: null }
  return {
    cells: cells.slice(0, IMPORT_LIMITS.columns).map((cell) => cell.slice(0, EXCERPT).toWellFormed()),
    flaw: isCellTooLong ? 'cell_too_long' : 'row_too_long',
  }
}

/** What spreadsheets run as a formula, with the quote that exports put in front of it. */
const QUOTED_FORMULA = /^'[\s\p{Cc}]*[=+\-@|\uff1d\uff0b\uff0d\uff20\uff5c]|^'[\t\r]/u
const UNSTORABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g

function cleaned(text: string): string {
  const plain = QUOTED_FORMULA.test(text) ? text.slice(1) : text
  return plain.replace(UNSTORABLE, '').toWellFormed().trim()
}

function trimmedEnd(cells: string[]): string[] {
  let length = cells.length
  while (length > 0 && cells[length - 1] === '') length--
  return cells.slice(0, length)
}
