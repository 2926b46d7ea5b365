import { inArray } from 'drizzle-orm'
import type { Id } from '../../../shared/ids.ts'
import type { RecordEntity, RecordRef } from '../../../shared/records.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { companies, contacts, conversations, deals } from '../../schema/index.ts'

/** Deleted records count: they can be restored, with whatever hangs on them. */
const TABLES = { contact: contacts, company: companies, deal: deals, conversation: conversations }

/** @throws AppError NOT_FOUND where the workspace lacks one of them. One query per entity. */
export async function requireRecords(scope: Scope, records: readonly RecordRef[]): Promise<void> {
  for (const [entity, ids] of byEntity(records)) {
    const table = TABLES[entity]
    const rows = await scope.orm
      .select({ id: table.id })
      .from(table)
      .where(own(scope, table, inArray(table.id as typeof contacts.id, ids as Id<'contact'>[])))
    if (rows.length < ids.length) throw notFound(entity)
  }
}

/** Each entity's ids, once each. */
export function byEntity(records: readonly RecordRef[]): Map<RecordEntity, Id<RecordEntity>[]> {
  const sets = new Map<RecordEntity, Set<Id<RecordEntity>>>()
  for (const { entity, recordId } of records) {
    const ids = sets.get(entity) ?? new Set()
    sets.set(entity, ids.add(recordId))
  }
  return new Map([...sets].map(([entity, ids]) => [entity, [...ids].sort()]))
}
