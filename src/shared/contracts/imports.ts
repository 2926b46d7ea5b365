import { z } from 'zod'
import type { ContactId, ImportId, UserId } from '../ids.ts'
import { CONSENT_CHANNELS } from './contacts.ts'
import { zCursor, zDirection, zId, zText } from './z.ts'

/**
 * `mapped`: being checked. `running` and `undoing`: under way. `failed`: the file as a whole could not
 * be read or run; rows that fail one by one are counted, and the import is `done`.
 */
export const IMPORT_STATES = [
  'uploaded',
  'mapped',
  'checked',
  'running',
  'done',
  'failed',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]

export const IMPORT_LIMITS = {
  fileBytes: 50 * 1024 * 1024,
  rows: 100_000,
  columns: 200,
  /** Of one cell; a row with a longer one fails. */
  cellBytes: 32_000,
  undoHours: 24,
} as const

/** What a column may fill, beside custom fields, which stand as `custom.<key>`. */
export const IMPORT_TARGETS = [
  'id',
  'name',
  'firstName',
  'lastName',
  'phone',
  'email',
  'company',
  'companyRole',
  'labels',
  'owner',
  'lifecycle',
  'language',
  'timeZone',
  'source',
] as const

export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number]
export const CSV_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type CsvEncoding = (typeof CSV_ENCODINGS)[number]

export const MATCH_KEYS = ['id', 'phone', 'email'] as const
export type MatchKey = (typeof MATCH_KEYS)[number]
export const ON_MATCH = ['update', 'skip', 'create'] as const
export type OnMatch = (typeof ON_MATCH)[number]

const zTarget = z.union([z.enum(IMPORT_TARGETS), z.string().regex(/^custom\.[a-z0-9_]{1,48}$/)])
export type ImportTarget = z.infer<typeof zTarget>

const settings = {
  /** What each column fills, in the file's order; null leaves it out. */
  mapping: z.array(zTarget.nullable()).min(1).max(IMPORT_LIMITS.columns),
  /** Country code in which phones without one are dialled, digits only; absent: the workspace's. */
  phoneCode: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .optional(),
  decimal: z.enum([',', '.']).optional(),
  dateOrder: z.enum(['dmy', 'mdy']).default('dmy'),
  /** By what a row is known to be a contact that exists; the first that finds one decides. */
  matchBy: z.array(z.enum(MATCH_KEYS)).max(3).default(['id', 'phone', 'email']),
  onMatch: z.enum(ON_MATCH).default('update'),
  /** Put on every contact of the file. */
  labelIds: z.array(zId('label')).max(20).default([]),
  /** What the people of the file agreed to. Whoever withdrew a consent stays withdrawn. */
  consent: z
    .strictObject({
      channelKind: z.enum(CONSENT_CHANNELS),
      purpose: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
      text: zText(1000).optional(),
    })
    .nullable()
    .default(null),
}

export const ImportSettings = z.strictObject(settings)
export type ImportSettings = z.infer<typeof ImportSettings>

export const MapImport = z.strictObject({ id: zId('import'), ...settings })
export type MapImport = z.infer<typeof MapImport>

export const ImportRef = z.strictObject({ id: zId('import') })

/** Reads the file again where the guess was wrong. */
export const RereadImport = z.strictObject({
  id: zId('import'),
  delimiter: z.enum(CSV_DELIMITERS).optional(),
  encoding: z.enum(CSV_ENCODINGS).optional(),
})
export type RereadImport = z.infer<typeof RereadImport>

export const ListImports = z.strictObject({
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(20),
})
export type ListImports = z.infer<typeof ListImports>

export type ImportFormat =
  | { kind: 'csv'; delimiter: CsvDelimiter; encoding: CsvEncoding; decimal: ',' | '.' }
  | { kind: 'xlsx'; sheet: string; decimal: '.' }

export interface ImportColumn {
  header: string
  /** The first values that are not empty. */
  samples: string[]
  /** What we take it for, by its header or by an earlier import with the same headers. */
  suggested: ImportTarget | null
}

/** Together they are the rows that were read: created + updated + skipped + failed. */
export interface ImportCounts {
  created: number
  updated: number
  /** Known and left alone, or already as the file says. */
  skipped: number
  failed: number
}

/** One kind of trouble, with the first rows that have it. Rows are counted from 1, below the header. */
export interface ImportProblem {
  /** `bad_phone`, `bad_email`, `two_contacts`, `cell_too_long`, … */
  kind: string
  /** Header of the column, where one is to blame. */
  column: string | null
  count: number
  rows: number[]
}

/** A row as it would be after the import. */
export interface ImportPreviewRow {
  row: number
  outcome: keyof ImportCounts
  name: string
  phones: string[]
  emails: string[]
  problem: string | null
}

export interface ImportCheck extends ImportCounts {
  problems: ImportProblem[]
  preview: ImportPreviewRow[]
}

export interface ImportUndo {
  /** Contacts that the import had made and that are gone again. */
  deleted: number
  /** Contacts that have the values from before again. */
  restored: number
  /** Contacts that somebody has worked with since: they stay as they are. */
  kept: number
  /** The first of these. */
  keptContacts: { id: ContactId; name: string }[]
}

export interface ImportDto {
  id: ImportId
  state: ImportState
  fileName: string
  size: number
  format: ImportFormat
  columns: ImportColumn[]
  settings: ImportSettings | null
  /** Rows below the header; null until all were read. */
  rowCount: number | null
  /** Rows that the step under way has behind it. */
  doneRows: number
  check: ImportCheck | null
  counts: ImportCounts
  undo: ImportUndo | null
  /** Until when it can be undone; null where there is nothing to undo. */
  undoUntil: string | null
  /** Why the file failed as a whole: a code, and a place in the file where one is known. */
  error: { code: string; line: number | null } | null
  by: UserId | null
  createdAt: string
  finishedAt: string | null
}
