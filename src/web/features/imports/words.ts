import type { ImportCounts, ImportFormat, ImportState, ImportTarget } from '@shared/contracts/imports.ts'
import type { PlainKey, Translate } from '../../i18n/catalogue.ts'

type StandardTarget = Exclude<ImportTarget, `custom.${string}`>

/** What a column may fill, in the order of the menu. */
export const TARGET_WORDS = {
  name: 'imports.target.name',
  firstName: 'imports.target.firstName',
  lastName: 'imports.target.lastName',
  phone: 'imports.target.phone',
  email: 'imports.target.email',
  company: 'imports.target.company',
  companyRole: 'imports.target.companyRole',
  labels: 'imports.target.labels',
  owner: 'imports.target.owner',
  lifecycle: 'imports.target.lifecycle',
  language: 'imports.target.language',
  timeZone: 'imports.target.timeZone',
  source: 'imports.target.source',
  id: 'imports.target.id',
} as const satisfies Record<StandardTarget, PlainKey>

export const COUNT_WORDS = {
  created: 'imports.count.created',
  updated: 'imports.count.updated',
  skipped: 'imports.count.skipped',
  failed: 'imports.count.failed',
} as const satisfies Record<keyof ImportCounts, PlainKey>

export const stateWord = (state: ImportState): PlainKey => `imports.state.${state}`

const PROBLEMS: Readonly<Record<string, PlainKey>> = {
  bad_phone: 'imports.problem.bad_phone',
  bad_email: 'imports.problem.bad_email',
  bad_value: 'imports.problem.bad_value',
  required: 'imports.problem.required',
  too_long: 'imports.problem.too_long',
  no_name: 'imports.problem.no_name',
  two_contacts: 'imports.problem.two_contacts',
  address_taken: 'imports.problem.address_taken',
  deleted_contact: 'imports.problem.deleted_contact',
  unknown_id: 'imports.problem.unknown_id',
  unknown_member: 'imports.problem.unknown_member',
  cell_too_long: 'imports.problem.cell_too_long',
  row_too_long: 'imports.problem.row_too_long',
  too_many_addresses: 'imports.problem.too_many_addresses',
  too_many_labels: 'imports.problem.too_many_labels',
}

export const problemWord = (kind: string): PlainKey => PROBLEMS[kind] ?? 'imports.problem.bad_value'

const FILES: Readonly<Record<string, PlainKey>> = {
  empty: 'imports.file.empty',
  no_rows: 'imports.file.no_rows',
  too_many_rows: 'imports.file.too_many_rows',
  too_many_columns: 'imports.file.too_many_columns',
  open_quote: 'imports.file.open_quote',
  not_a_table: 'imports.file.not_a_table',
  broken_zip: 'imports.file.broken_zip',
  zip_bomb: 'imports.file.zip_bomb',
  no_sheet: 'imports.file.no_sheet',
  file_gone: 'imports.file.file_gone',
}

/** Why a file as a whole can't be imported, or undefined for a code that is not about files. */
export const fileWord = (code: unknown): PlainKey | undefined => FILES[String(code)]

export function formatWords(t: Translate, format: ImportFormat): string {
  if (format.kind === 'xlsx') return t('imports.format.xlsx', { sheet: format.sheet })
  const { encoding, decimal } = format
  const delimiter = format.delimiter === '\t' ? t('imports.format.tab') : format.delimiter
  return t('imports.format.csv', { delimiter, encoding: encoding.toUpperCase(), decimal })
}
