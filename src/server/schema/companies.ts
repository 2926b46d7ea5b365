import { sql } from 'drizzle-orm'
import { boolean, index, int, mysqlTable, primaryKey, uniqueIndex, varchar } from 'drizzle-orm/mysql-core'
import { createdAt, exact, id, jsonDoc, moment, updatedAt } from './columns.ts'

export const companies = mysqlTable(
  'companies',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('company', 'id').notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    /** As people typed it; the key is its registrable form, lower-cased, without `www.`. */
    domain: varchar('domain', { length: 190 }),
    domainKey: exact('domain_key', 190),
    parentId: id('company', 'parent_id'),
    ownerId: id('user', 'owner_id'),
    /** Values of custom fields by the field's key. */
    custom: jsonDoc<Record<string, unknown>>('custom'),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: moment('deleted_at'),
    /** Not deleted: as for contacts, it begins the indexes of the lists. */
    isLive: boolean('is_live').generatedAlwaysAs(sql`(deleted_at is null)`, { mode: 'virtual' }),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('companies_domain').on(t.workspaceId, t.domainKey),
    index('companies_name').on(t.workspaceId, t.isLive, t.name, t.id),
    index('companies_created').on(t.workspaceId, t.isLive, t.createdAt, t.id),
    index('companies_updated').on(t.workspaceId, t.updatedAt, t.id, t.isLive),
    index('companies_owner').on(t.workspaceId, t.isLive, t.ownerId, t.createdAt, t.id),
    index('companies_parent').on(t.workspaceId, t.parentId, t.id),
  ],
)

/** A contact may belong to several companies, with a role in each. */
export const contactCompanies = mysqlTable(
  'contact_companies',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    contactId: id('contact', 'contact_id').notNull(),
    companyId: id('company', 'company_id').notNull(),
    role: varchar('role', { length: 60 }),
    isPrimary: boolean('is_primary').notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.contactId, t.companyId] }),
    index('contact_companies_company').on(t.workspaceId, t.companyId, t.contactId),
  ],
)
