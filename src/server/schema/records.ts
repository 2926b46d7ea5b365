import {
  boolean,
  decimal,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import type { FieldOption, FieldRules } from '../../shared/contracts/fields.ts'
import { FIELD_ENTITIES, FIELD_TYPES, RECORD_ENTITIES } from '../../shared/records.ts'
import { createdAt, exact, id, jsonDoc, moment, recordId, updatedAt } from './columns.ts'

/**
 * What contacts, companies and deals have in common: custom fields, labels, notes, words to be found
 * by, saved views. A row names its record by entity and id; the id's kind follows from the entity.
 */
export const fields = mysqlTable(
  'fields',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('field', 'id').notNull(),
    entity: mysqlEnum('entity', FIELD_ENTITIES).notNull(),
    /** How programs, imports and the JSON of a record name it; never changes. */
    key: exact('key', 48).notNull(),
    label: varchar('label', { length: 80 }).notNull(),
    type: mysqlEnum('type', FIELD_TYPES).notNull(),
    options: jsonDoc<FieldOption[]>('options'),
    rules: jsonDoc<FieldRules>('rules'),
    isRequired: boolean('is_required').notNull().default(false),
    isFilterable: boolean('is_filterable').notNull().default(false),
    section: varchar('section', { length: 60 }),
    position: int('position').notNull(),
    version: int('version').notNull().default(1),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('fields_key').on(t.workspaceId, t.entity, t.key),
  ],
)

/** The values of filterable fields once more, to be looked up. The truth is the record's `custom`. */
export const fieldValues = mysqlTable(
  'field_values',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    fieldId: id('field', 'field_id').notNull(),
    recordId: recordId('record_id').notNull(),
    /** Several rows for a multi-select. */
    ordinal: tinyint('ordinal').notNull(),
    /** Folded (`foldText`), so that code and database agree on what is equal. */
    text: exact('text', 191),
    number: decimal('number', { precision: 30, scale: 6 }),
    at: moment('at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.fieldId, t.recordId, t.ordinal] }),
    index('field_values_text').on(t.workspaceId, t.fieldId, t.text, t.recordId),
    index('field_values_number').on(t.workspaceId, t.fieldId, t.number, t.recordId),
    index('field_values_at').on(t.workspaceId, t.fieldId, t.at, t.recordId),
    index('field_values_record').on(t.workspaceId, t.recordId),
  ],
)

export const labels = mysqlTable(
  'labels',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('label', 'id').notNull(),
    name: varchar('name', { length: 48 }).notNull(),
    /** One of the hues of the design tokens. */
    color: varchar('color', { length: 16 }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('labels_name').on(t.workspaceId, t.name),
  ],
)

export const labelings = mysqlTable(
  'labelings',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    entity: mysqlEnum('entity', RECORD_ENTITIES).notNull(),
    recordId: recordId('record_id').notNull(),
    labelId: id('label', 'label_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.entity, t.recordId, t.labelId] }),
    index('labelings_label').on(t.workspaceId, t.labelId, t.entity, t.recordId),
  ],
)

/** A remark on a record. Remarks in a conversation are messages. */
export const notes = mysqlTable(
  'notes',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('note', 'id').notNull(),
    entity: mysqlEnum('entity', RECORD_ENTITIES).notNull(),
    recordId: recordId('record_id').notNull(),
    /** NULL for an API key. */
    authorId: id('user', 'author_id'),
    text: text('text').notNull(),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: moment('deleted_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('notes_record').on(t.workspaceId, t.entity, t.recordId, t.createdAt, t.id),
    index('notes_updated').on(t.workspaceId, t.updatedAt, t.id),
  ],
)

/** The folded words under which companies and deals are found, as `contact_terms` for contacts. */
export const recordTerms = mysqlTable(
  'record_terms',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    entity: mysqlEnum('entity', RECORD_ENTITIES).notNull(),
    term: exact('term', 32).notNull(),
    recordId: recordId('record_id').notNull(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.entity, t.term, t.recordId] }),
    index('record_terms_record').on(t.workspaceId, t.entity, t.recordId, t.term),
  ],
)

export const savedViews = mysqlTable(
  'saved_views',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('view', 'id').notNull(),
    entity: mysqlEnum('entity', [...RECORD_ENTITIES, 'task']).notNull(),
    name: varchar('name', { length: 80 }).notNull(),
    createdBy: id('user', 'created_by').notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    /** Columns, filter, sort: see the contract. */
    definition: jsonDoc<unknown>('definition').notNull(),
    position: int('position').notNull().default(0),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('saved_views_entity').on(t.workspaceId, t.entity, t.position, t.id),
  ],
)
