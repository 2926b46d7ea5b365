import { index, int, mysqlEnum, mysqlTable, primaryKey, varchar } from 'drizzle-orm/mysql-core'
import type { Actor } from '../../shared/actor.ts'
import { EXPORT_ENTITIES, EXPORT_FORMATS, EXPORT_STATES } from '../../shared/contracts/exports.ts'
import { IMPORT_STATES } from '../../shared/contracts/imports.ts'
import type {
  ImportCheck,
  ImportColumn,
  ImportFormat,
  ImportSettings,
  ImportUndo,
} from '../../shared/contracts/imports.ts'
import { createdAt, exact, id, jsonDoc, moment, updatedAt } from './columns.ts'

/** A file of contacts on its way in. `doneRows` and the counts move with the rows' own transactions. */
export const imports = mysqlTable(
  'imports',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('import', 'id').notNull(),
    state: mysqlEnum('state', IMPORT_STATES).notNull(),
    /** Its bytes in the storage. */
    fileId: id('attachment', 'file_id').notNull(),
    fileName: varchar('file_name', { length: 240 }).notNull(),
    size: int('size').notNull(),
    format: jsonDoc<ImportFormat>('format').notNull(),
    columns: jsonDoc<ImportColumn[]>('columns').notNull(),
    /** A hash of the headers, under which the mapping is remembered. */
    headerKey: exact('header_key', 64).notNull(),
    settings: jsonDoc<ImportSettings>('settings'),
    /** How many rows of the file lie in import_rows; all of them once `rowCount` is known. */
    stagedRows: int('staged_rows').notNull().default(0),
    rowCount: int('row_count'),
    doneRows: int('done_rows').notNull().default(0),
    check: jsonDoc<ImportCheck>('check_result'),
    created: int('created').notNull().default(0),
    updated: int('updated').notNull().default(0),
    skipped: int('skipped').notNull().default(0),
    failed: int('failed').notNull().default(0),
    undo: jsonDoc<ImportUndo>('undo_result'),
    /** Up to which contact, in the order of ids, the undo has come. */
    undoneThrough: id('contact', 'undone_through'),
    error: jsonDoc<{ code: string; line: number | null }>('error'),
    actor: jsonDoc<Actor>('actor').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('imports_created').on(t.workspaceId, t.createdAt, t.id),
    index('imports_headers').on(t.workspaceId, t.headerKey, t.createdAt),
  ],
)

export const IMPORT_OUTCOMES = ['created', 'updated', 'skipped', 'failed'] as const

/** What an updated contact held before, and what a row gave, so that an undo can take it back. */
export interface RowBefore {
  facts: Record<string, unknown>
  identityIds: string[]
  labelIds: string[]
  companyIds: string[]
  consentIds: string[]
  /** Labels and companies that this row was the first to name: they came with the import. */
  madeLabelIds?: string[] | undefined
  madeCompanyIds?: string[] | undefined
}

/** The rows of a file as they were read, and what became of each. */
export const importRows = mysqlTable(
  'import_rows',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    importId: id('import', 'import_id').notNull(),
    /** From 1, below the header. */
    rowNo: int('row_no').notNull(),
    cells: jsonDoc<string[]>('cells').notNull(),
    /** Why it could not be read, before anybody knows what it means. */
    flaw: varchar('flaw', { length: 40 }),
    outcome: mysqlEnum('outcome', IMPORT_OUTCOMES),
    reason: varchar('reason', { length: 200 }),
    contactId: id('contact', 'contact_id'),
    /** The contact's version when this row's batch was through. */
    contactVersion: int('contact_version'),
    before: jsonDoc<RowBefore>('before'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.importId, t.rowNo] }),
    index('import_rows_contact').on(t.workspaceId, t.importId, t.contactId, t.rowNo),
    index('import_rows_outcome').on(t.workspaceId, t.importId, t.outcome, t.rowNo),
  ],
)

/** A list on its way out. */
export const exports = mysqlTable(
  'exports',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('export', 'id').notNull(),
    entity: mysqlEnum('entity', EXPORT_ENTITIES).notNull(),
    format: mysqlEnum('format', EXPORT_FORMATS).notNull(),
    state: mysqlEnum('state', EXPORT_STATES).notNull(),
    /** What was asked for. */
    request: jsonDoc<unknown>('request').notNull(),
    rowCount: int('row_count').notNull().default(0),
    fileId: id('attachment', 'file_id').notNull(),
    fileName: varchar('file_name', { length: 240 }).notNull(),
    size: int('size'),
    actor: jsonDoc<Actor>('actor').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: moment('finished_at'),
    expiresAt: moment('expires_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('exports_created').on(t.workspaceId, t.createdAt, t.id),
  ],
)
