import { IMPORT_LIMITS } from '../../../../shared/contracts/imports.ts'
import { rawRow, type RawRow } from './raw-row.ts'
import type { Workbook } from './workbook.ts'
import { xmlPieces } from './xml-events.ts'
import type { Parts } from './zip-file.ts'

/** The rows of a workbook's first visible sheet that are not empty. Formulas count by their results. */
export async function* xlsxRows(parts: Parts, workbook: Workbook): AsyncGenerator<RawRow> {
  const reader = new SheetReader(workbook)
  for await (const { take } of xmlPieces(await parts.open(workbook.sheetPart), reader)) {
    for (const cells of take()) if (cells.some((cell) => cell !== '')) yield rawRow(cells)
  }
}

/** One more than is kept, so that whoever counts columns sees that there are too many. */
const MAX_COLUMNS = IMPORT_LIMITS.columns + 1

/** Gathers whole rows while a sheet's XML goes by. */
class SheetReader {
  readonly #workbook: Workbook
  #rows: string[][] = []
  #row: string[] = []
  #cell = { column: 0, type: 'n', style: 0, text: '' }
  #isValue = false

  constructor(workbook: Workbook) {
    this.#workbook = workbook
  }

  readonly take = (): string[][] => {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#row = []
    if (name === 'v' || name === 't') this.#isValue = true
    if (name !== 'c') return
    const { r, t = 'n', s = '0' } = attributes
    const column = r === undefined ? this.#row.length : columnOf(r)
    this.#cell = { column, type: t, style: Number(s), text: '' }
  }

  text(text: string): void {
    if (this.#isValue) this.#cell.text += text
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false
    if (name === 'row') this.#rows.push(this.#row)
    if (name !== 'c' || this.#cell.column >= MAX_COLUMNS) return
    while (this.#row.length < this.#cell.column) this.#row.push('')
    this.#row[this.#cell.column] = this.#value()
  }

  #value(): string {
    const { type, text, style } = this.#cell
    const { strings, isDateStyle, is1904 } = this.#workbook
    switch (type) {
      case 's':
        return strings[Number(text)] ?? ''
      case 'n':
        return isDateStyle[style] ? dateText(Number(text), is1904) : plainNumber(text)
      case 'b':
        return text === '1' ? 'true' : 'false'
      case 'e':
        return ''
      default:
        return text
    }
  }
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A')
    column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

/** A phone that was stored as 5.215512345678E12 is written out. */
function plainNumber(text: string): string {
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) return text
  return Number.isSafeInteger(number) ? number.toFixed(0) : String(number)
}

const DAY_MS = 86_400_000

/** Days since 1899-12-30 (or 1904-01-01) as YYYY-MM-DD, with the time where there is one. */
function dateText(serial: number, is1904: boolean): string {
  if (!Number.isFinite(serial)) return ''
  const days = is1904 ? serial + 1_462 : serial
  const at = new Date(Math.round((days * DAY_MS) / 1_000) * 1_000 - 25_569 * DAY_MS)
  if (Number.isNaN(at.getTime())) return ''
  const text = at.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
