import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import { LIFECYCLES } from '../../shared/records.ts'
import { createdAt, exact, id, jsonDoc, moment, recordId, updatedAt } from './columns.ts'

export const contacts = mysqlTable(
  'contacts',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('contact', 'id').notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    /** A name that a member typed is never overwritten by the provider's profile name. */
    nameIsManual: boolean('name_is_manual').notNull().default(false),
    username: varchar('username', { length: 120 }),
    ownerId: id('user', 'owner_id'),
    lifecycle: mysqlEnum('lifecycle', LIFECYCLES).notNull().default('lead'),
    language: varchar('language', { length: 8 }),
    timeZone: varchar('time_zone', { length: 64 }),
    avatarId: id('attachment', 'avatar_id'),
    source: varchar('source', { length: 40 }),
    /** Values of custom fields by the field's key. */
    custom: jsonDoc<Record<string, unknown>>('custom'),
    mergedIntoId: id('contact', 'merged_into_id'),
    deletedAt: moment('deleted_at'),
    /** Neither deleted nor merged. It begins the indexes of the lists, so that they pass over who is gone. */
    isLive: boolean('is_live').generatedAlwaysAs(sql`(deleted_at is null and merged_into_id is null)`, {
      mode: 'virtual',
    }),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('contacts_created').on(t.workspaceId, t.isLive, t.createdAt, t.id),
    index('contacts_name').on(t.workspaceId, t.isLive, t.name, t.id),
    // Programs that keep a copy read along it, too, and must see who is gone.
    index('contacts_updated').on(t.workspaceId, t.updatedAt, t.id, t.isLive),
    index('contacts_owner').on(t.workspaceId, t.isLive, t.ownerId, t.createdAt, t.id),
    index('contacts_lifecycle').on(t.workspaceId, t.isLive, t.lifecycle, t.createdAt, t.id),
  ],
)

export const IDENTITY_KINDS = ['phone', 'email', 'wa_bsuid', 'wa_parent_bsuid', 'wa_id'] as const

export const identities = mysqlTable(
  'identities',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('identity', 'id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    kind: exact('kind', 24).notNull(),
    /** '' for phone and e-mail; the portfolio or WABA for a BSUID. */
    scope: exact('scope', 64).notNull(),
    /** As the provider wrote it: the address to send to. */
    value: exact('value', 254).notNull(),
    matchKey: exact('match_key', 254).notNull(),
    /** The match key backwards, so that "ends with 0112" is a prefix. Phones only. */
    reverseKey: exact('reverse_key', 32),
    isCurrent: boolean('is_current').notNull().default(true),
    /** `work`, `home`, or the person's own word. */
    label: varchar('label', { length: 24 }),
    isPrimary: boolean('is_primary').notNull().default(false),
    /** How we came to know it: `channel`, `manual`, `import`, `api`. */
    source: exact('source', 16).notNull().default('channel'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('identities_match').on(t.workspaceId, t.kind, t.scope, t.matchKey),
    index('identities_contact').on(t.workspaceId, t.contactId),
    index('identities_reverse').on(t.workspaceId, t.kind, t.reverseKey),
  ],
)

/** The folded words of each contact's name: whole words, and a prefix of the last one, are looked up here. */
export const contactTerms = mysqlTable(
  'contact_terms',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    term: exact('term', 32).notNull(),
    contactId: id('contact', 'contact_id').notNull(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.term, t.contactId] }),
    index('contact_terms_contact').on(t.workspaceId, t.contactId, t.term),
  ],
)

/** Two contacts that a provider's item named together: a person decides whether they are one. */
export const mergeSuggestions = mysqlTable(
  'merge_suggestions',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    otherContactId: id('contact', 'other_contact_id').notNull(),
    reason: varchar('reason', { length: 64 }).notNull(),
    createdAt: createdAt(),
    dismissedAt: moment('dismissed_at'),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.contactId, t.otherContactId] })],
)

/** Who allowed what, or withdrew it; only ever appended. The newest row of a purpose counts. */
export const consents = mysqlTable(
  'consents',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('consent', 'id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    /** A kind of channel, or `any`. */
    channelKind: exact('channel_kind', 24).notNull(),
    purpose: exact('purpose', 32).notNull(),
    state: mysqlEnum('state', ['granted', 'withdrawn']).notNull(),
    source: varchar('source', { length: 60 }).notNull(),
    /** The words that the person agreed to. */
    text: varchar('text', { length: 1000 }),
    ip: varchar('ip', { length: 45 }),
    by: id('user', 'by_user_id'),
    at: moment('at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('consents_contact').on(t.workspaceId, t.contactId, t.at, t.id),
  ],
)

export const contactMerges = mysqlTable(
  'contact_merges',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('merge', 'id').notNull(),
    winnerId: id('contact', 'winner_id').notNull(),
    loserId: id('contact', 'loser_id').notNull(),
    /** Both contacts as they were, for the undo. */
    before: jsonDoc<{ winner: unknown; loser: unknown }>('before').notNull(),
    by: id('user', 'by_user_id'),
    createdAt: createdAt(),
    undoUntil: moment('undo_until').notNull(),
    undoneAt: moment('undone_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('contact_merges_winner').on(t.workspaceId, t.winnerId, t.createdAt),
    index('contact_merges_loser').on(t.workspaceId, t.loserId, t.createdAt),
  ],
)

/** Each row that a merge took from the loser, so that the undo gives back these and no others. */
export const mergeMoves = mysqlTable(
  'merge_moves',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    mergeId: id('merge', 'merge_id').notNull(),
    kind: exact('kind', 24).notNull(),
    rowId: recordId('row_id').notNull(),
    data: jsonDoc<unknown>('data'),
  },
  (t) => [primaryKey({ name: 'pk', columns: [t.workspaceId, t.mergeId, t.kind, t.rowId] })],
)
