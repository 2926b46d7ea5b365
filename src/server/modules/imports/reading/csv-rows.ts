import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { CsvDelimiter } from '../../../../shared/contracts/imports.ts'
import { BadFileError } from './bad-file.ts'
import { rawRow, type RawRow } from './raw-row.ts'

/**
 * The rows of a CSV file as RFC 4180 writes them and as people do: any line ends, rows of any length,
 * quotes within cells that were not meant as such.
 * @throws BadFileError `open_quote` with its line, where a quote never closes.
 */
export async function* csvRows(text: AsyncIterable<string>, delimiter: CsvDelimiter): AsyncGenerator<RawRow> {
  const parser = parse({
    delimiter,
    // Named, since it would take the first line's end for all: files put together of two have both.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  const feeding = pipeline(Readable.from(text), parser)
  feeding.catch(() => undefined)
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield rawRow(cells)
    await feeding
  } catch (error) {
    throw error instanceof CsvError ? badFile(error) : error
  }
}

function badFile(error: CsvError): BadFileError {
  const { lines } = error as CsvError & { lines?: unknown }
  const line = typeof lines === 'number' ? lines : null
  return new BadFileError(error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open_quote' : 'not_a_table', line)
}
