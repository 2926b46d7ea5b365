import { IMPORT_LIMITS, type ImportColumn, type ImportFormat } from '../../../shared/contracts/imports.ts'
import type { Scope } from '../../platform/db/workspace-db.ts'
import { listFields } from '../fields/index.ts'
import { suggestMapping } from './domain/match-headers.ts'
import { detectDecimal } from './domain/numbers.ts'
import { headerKeyOf } from './header-key.ts'
import { rememberedSettings } from './imports.repo.ts'
import { BadFileError } from './reading/bad-file.ts'
import { formOf, rowsOf, type FileForm, type FileRef, type FormHint } from './reading/read-file.ts'

/** Rows looked at for samples and for the decimal mark. */
const LOOKED_AT = 200
const SAMPLES = 3
const SAMPLE_LENGTH = 80
const HEADER_LENGTH = 120

export interface Analysis {
  format: ImportFormat
  columns: ImportColumn[]
  headerKey: string
}

/**
 * How a file is written and what its columns seem to hold. Reads its beginning, and all of it once where
 * the encoding has to be told by its bytes.
 * @throws BadFileError where it is no table that can be imported.
 */
export async function analyse(scope: Scope, file: FileRef, hint: FormHint = {}): Promise<Analysis> {
  const form = await formOf(file, hint)
  const [header, ...rows] = await firstRows(file, form)
  if (!header) throw new BadFileError('empty')
  if (rows.length === 0) throw new BadFileError('no_rows')
  const width = Math.max(header.length, ...rows.map((row) => row.length))
  if (width > IMPORT_LIMITS.columns) throw new BadFileError('too_many_columns')
  const headers = Array.from({ length: width }, (_, at) => (header[at] ?? '').slice(0, HEADER_LENGTH))
  const suggested = await suggestionsFor(scope, headers)
  return {
    format: formatOf(form, rows),
    columns: headers.map((text, at) => ({
      header: text,
      samples: samplesOf(rows, at),
      suggested: suggested[at] ?? null,
    })),
    headerKey: headerKeyOf(headers),
  }
}

async function firstRows(file: FileRef, form: FileForm): Promise<string[][]> {
  const found: string[][] = []
  for await (const { cells } of rowsOf(file, form)) {
    found.push(cells)
    if (found.length > LOOKED_AT) break
  }
  return found
}

function formatOf(form: FileForm, rows: readonly string[][]): ImportFormat {
  return form.kind === 'xlsx' ? { ...form, decimal: '.' } : { ...form, decimal: detectDecimal(rows.flat()) }
}

/** An earlier choice for the same headers beats a guess. */
async function suggestionsFor(scope: Scope, headers: readonly string[]) {
  const remembered = await rememberedSettings(scope, headerKeyOf(headers))
  if (remembered?.mapping.length === headers.length) return remembered.mapping
  const fields = await listFields(scope, 'contact')
  return suggestMapping(
    headers,
    fields.filter(({ archivedAt }) => archivedAt === null),
  )
}

function samplesOf(rows: readonly string[][], column: number): string[] {
  const filled = rows.map((row) => row[column] ?? '').filter((text) => text !== '')
  return [...new Set(filled)].slice(0, SAMPLES).map((text) => [...text].slice(0, SAMPLE_LENGTH).join(''))
}
