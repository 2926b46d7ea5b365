import { CSV_DELIMITERS, type CsvDelimiter } from '../../../../shared/contracts/imports.ts'

const LINES = 30

/**
 * The separator that cuts the first lines into the most columns, as evenly as possible.
 * @param text the beginning of the file.
 */
export function detectDelimiter(text: string): CsvDelimiter {
  const lines = linesOf(text)
  const scores = CSV_DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(lines, delimiter) }))
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter
}

/** Lines with what stands in quotes left out: a separator there separates nothing. */
function linesOf(text: string): string[] {
  const bare = text.replace(/"(?:[^"]|"")*"/g, '""')
  return bare
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)
}

/** How many separators the header has, times the share of lines that have as many. */
function scoreOf(lines: string[], delimiter: string): number {
  const counts = lines.map((line) => line.split(delimiter).length - 1)
  const [first = 0] = counts
  if (first === 0) return 0
  return first * (counts.filter((count) => count === first).length / counts.length)
}
