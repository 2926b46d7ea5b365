import { inArray, sql } from 'drizzle-orm'
import type { Id } from '../../../shared/ids.ts'
import type { RecordRef } from '../../../shared/records.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { companies, contacts, deals } from '../../schema/index.ts'
import { byEntity } from './require-records.ts'

/**
 * Lets programs that ask for what changed see these records again. Their version stays: who edits one
 * of them meanwhile has not seen anything stale.
 */
export async function touchRecords(tx: WorkspaceTx, records: readonly RecordRef[]): Promise<void> {
  for (const [entity, ids] of byEntity(records)) {
    if (entity === 'conversation') continue
    const table = { contact: contacts, company: companies, deal: deals }[entity]
    await tx.orm
      .update(table)
      .set({ updatedAt: sql`now(3)` })
      .where(own(tx, table, inArray(table.id as typeof contacts.id, ids as Id<'contact'>[])))
  }
}
