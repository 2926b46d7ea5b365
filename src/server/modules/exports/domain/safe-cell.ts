/**
 * First signs that make spreadsheets take a cell for a formula, after blanks and control characters:
 * `= + - @ |`, tab and carriage return at the very start, and the same in full width.
 */
const FORMULA =
  /^[\s\p{C}\p{Z}]*[=+\-@|\uff1d\uff0b\uff0d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b\u2212]|^[\t\r]/u

/** The text with a quote in front where a spreadsheet would run it. An import takes the quote off again. */
export const safeCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** A line of CSV (RFC 4180). Whatever could be misread is quoted. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = safeCell(text.replaceAll('\0', ''))
  return /[",;|'\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
