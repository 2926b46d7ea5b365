import {
  bigint,
  boolean,
  date,
  decimal,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import { createdAt, exact, id, jsonDoc, moment, updatedAt } from './columns.ts'

export const pipelines = mysqlTable(
  'pipelines',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('pipeline', 'id').notNull(),
    name: varchar('name', { length: 80 }).notNull(),
    /** What new deals are counted in; a deal may have another. */
    currency: varchar('currency', { length: 3 }).notNull(),
    position: int('position').notNull(),
    version: int('version').notNull().default(1),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] })],
)

export const stages = mysqlTable(
  'stages',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('stage', 'id').notNull(),
    pipelineId: id('pipeline', 'pipeline_id').notNull(),
    name: varchar('name', { length: 60 }).notNull(),
    position: int('position').notNull(),
    /** Of winning, in percent. */
    probability: tinyint('probability').notNull(),
    /** Days after which a deal that nobody touched counts as stale. */
    rotDays: smallint('rot_days'),
    /** Standard or custom fields (by key) without which no deal enters. */
    requiredFields: jsonDoc<string[]>('required_fields').notNull(),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('stages_pipeline').on(t.workspaceId, t.pipelineId, t.position),
  ],
)

export const lostReasons = mysqlTable(
  'lost_reasons',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('lostReason', 'id').notNull(),
    label: varchar('label', { length: 80 }).notNull(),
    position: int('position').notNull(),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] })],
)

export const DEAL_STATUSES = ['open', 'won', 'lost'] as const

export const deals = mysqlTable(
  'deals',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('deal', 'id').notNull(),
    /** What people quote. */
    number: bigint('number', { mode: 'number' }).notNull(),
    pipelineId: id('pipeline', 'pipeline_id').notNull(),
    stageId: id('stage', 'stage_id').notNull(),
    /** Order within the stage: a fractional index, compared byte by byte. */
    position: exact('position', 128).notNull(),
    status: mysqlEnum('status', DEAL_STATUSES).notNull(),
    title: varchar('title', { length: 160 }).notNull(),
    /** In the currency's minor unit. */
    amount: bigint('amount', { mode: 'number' }),
    currency: varchar('currency', { length: 3 }).notNull(),
    companyId: id('company', 'company_id'),
    ownerId: id('user', 'owner_id'),
    expectedCloseOn: date('expected_close_on', { mode: 'string' }),
    source: varchar('source', { length: 40 }),
    lostReasonId: id('lostReason', 'lost_reason_id'),
    lostNote: varchar('lost_note', { length: 500 }),
    closedAt: moment('closed_at'),
    /** Since when it is in its stage. */
    stageSince: moment('stage_since').notNull(),
    /** When a person last worked on it: what staleness is counted from. */
    touchedAt: moment('touched_at').notNull(),
    /** The earliest open task; kept by the tasks. */
    nextTaskAt: moment('next_task_at'),
    custom: jsonDoc<Record<string, unknown>>('custom'),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: moment('deleted_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('deals_number').on(t.workspaceId, t.number),
    index('deals_board').on(t.workspaceId, t.pipelineId, t.status, t.stageId, t.position, t.id),
    // Holds all that a filtered sum of the board asks for, so that no row is read.
    index('deals_sums').on(
      t.workspaceId,
      t.pipelineId,
      t.status,
      t.stageId,
      t.ownerId,
      t.expectedCloseOn,
      t.touchedAt,
      t.deletedAt,
      t.currency,
      t.amount,
    ),
    index('deals_owner').on(t.workspaceId, t.ownerId, t.status, t.createdAt, t.id),
    index('deals_created').on(t.workspaceId, t.status, t.createdAt, t.id),
    index('deals_updated').on(t.workspaceId, t.updatedAt, t.id),
    index('deals_close').on(t.workspaceId, t.status, t.expectedCloseOn, t.id),
    index('deals_amount').on(t.workspaceId, t.status, t.amount, t.id),
    index('deals_company').on(t.workspaceId, t.companyId, t.id),
  ],
)

export const dealContacts = mysqlTable(
  'deal_contacts',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    dealId: id('deal', 'deal_id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    role: varchar('role', { length: 40 }),
    isPrimary: boolean('is_primary').notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.dealId, t.contactId] }),
    index('deal_contacts_contact').on(t.workspaceId, t.contactId, t.dealId),
  ],
)

/** Chats that belong to a deal. Messages are never bound to deals: a later deal would lose them. */
export const dealThreads = mysqlTable(
  'deal_threads',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    dealId: id('deal', 'deal_id').notNull(),
    threadId: id('thread', 'thread_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.dealId, t.threadId] }),
    index('deal_threads_thread').on(t.workspaceId, t.threadId, t.dealId),
  ],
)

export const dealFiles = mysqlTable(
  'deal_files',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    dealId: id('deal', 'deal_id').notNull(),
    attachmentId: id('attachment', 'attachment_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.dealId, t.attachmentId] }),
    index('deal_files_attachment').on(t.workspaceId, t.attachmentId),
  ],
)

/** Every stage that a deal was in, and for how long. */
export const dealMoves = mysqlTable(
  'deal_moves',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    dealId: id('deal', 'deal_id').notNull(),
    /** 1 for the stage it was made in. */
    ordinal: int('ordinal').notNull(),
    pipelineId: id('pipeline', 'pipeline_id').notNull(),
    stageId: id('stage', 'stage_id').notNull(),
    status: mysqlEnum('status', DEAL_STATUSES).notNull(),
    enteredAt: moment('entered_at').notNull(),
    leftAt: moment('left_at'),
    by: id('user', 'by_user_id'),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.dealId, t.ordinal] })],
)

/** Counts and sums of a board, moved with each change of a deal: a sum over a million is no query. */
export const dealTotals = mysqlTable(
  'deal_totals',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    pipelineId: id('pipeline', 'pipeline_id').notNull(),
    stageId: id('stage', 'stage_id').notNull(),
    status: mysqlEnum('status', DEAL_STATUSES).notNull(),
    currency: varchar('currency', { length: 3 }).notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    amount: decimal('amount', { precision: 30, scale: 0 }).notNull(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.pipelineId, t.status, t.stageId, t.currency] }),
  ],
)
