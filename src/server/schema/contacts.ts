import { boolean, index, int, mysqlTable, primaryKey, uniqueIndex, varchar } from 'drizzle-orm/mysql-core'
import { createdAt, exact, id, moment, updatedAt } from './columns.ts'

export const contacts = mysqlTable(
  'contacts',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('contact', 'id').notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    /** A name that a member typed is never overwritten by the provider's profile name. */
    nameIsManual: boolean('name_is_manual').notNull().default(false),
    username: varchar('username', { length: 120 }),
    mergedIntoId: id('contact', 'merged_into_id'),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('contacts_created').on(t.workspaceId, t.createdAt, t.id),
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
