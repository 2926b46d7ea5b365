import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { idOfKey, recordKeyOf, type RecordKey } from '../../../shared/ids.ts'
import { zId } from '../../../shared/contracts/z.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'
import { companies, contacts, deals, fieldValues } from '../../schema/index.ts'
import { lookupsOf } from './domain/lookup-rows.ts'
import { findLive, insertLookups, type FieldRow } from './fields.repo.ts'

export const LOOKUPS_JOB = 'fields.rebuild_lookups'

const Payload = z.strictObject({ fieldId: zId('field'), after: z.string().max(26).nullable() })

const RECORDS_AT_ONCE = 500
const DELETED_AT_ONCE = 2_000
/** A job's lock lasts two minutes: a large table is done in several jobs, each taking up the last one. */
const BATCHES_PER_JOB = 40

const TABLES = { contact: contacts, company: companies, deal: deals } as const

/**
 * Brings the index of a field's values in line after the field was made filterable or stopped being so.
 * Record by record under their locks, so that a change of a record at the same time is not lost; repeating
 * it changes nothing.
 */
export async function rebuildLookups(db: WorkspaceDb, payload: unknown): Promise<void> {
  const { fieldId, after } = Payload.parse(payload)
  const field = await findLive(db, fieldId)
  if (!field?.isFilterable) return forget(db, fieldId)
  let position = after as RecordKey | null
  for (let batch = 0; batch < BATCHES_PER_JOB; batch++) {
    position = await db.tx((tx) => rebuildBatch(tx, field, position))
    if (position === null) return
  }
  await db.tx((tx) =>
    enqueueJob(tx, {
      name: LOOKUPS_JOB,
      payload: { fieldId, after: position },
      dedupeKey: `${LOOKUPS_JOB}:${fieldId}:${position}`,
    }),
  )
}

async function forget(db: WorkspaceDb, fieldId: FieldRow['id']): Promise<void> {
  for (;;) {
    const [{ affectedRows }] = await db.orm
      .delete(fieldValues)
      .where(own(db, fieldValues, eq(fieldValues.fieldId, fieldId)))
      .limit(DELETED_AT_ONCE)
    if (affectedRows < DELETED_AT_ONCE) return
  }
}

/** @returns where to go on, or null at the end. */
async function rebuildBatch(
  tx: WorkspaceTx,
  field: FieldRow,
  after: RecordKey | null,
): Promise<RecordKey | null> {
  const table = TABLES[field.entity]
  const position = after === null ? undefined : idOfKey(field.entity, after)
  const rows = await tx.orm
    .select({ id: table.id, custom: table.custom })
    .from(table)
    .where(own(tx, table, position && gt(table.id, sql.param(position, table.id))))
    .orderBy(asc(table.id))
    .limit(RECORDS_AT_ONCE)
    .for('update')
  const last = rows.at(-1)
  if (!last) return null
  await deleteBetween(tx, field, { after, last: recordKeyOf(last.id) })
  await insertLookups(
    tx,
    rows.flatMap(({ id, custom }) =>
      lookupsOf(field.type, custom?.[field.key]).map((lookup, ordinal) => ({
        fieldId: field.id,
        recordId: recordKeyOf(id),
        ordinal,
        ...lookup,
      })),
    ),
  )
  return rows.length < RECORDS_AT_ONCE ? null : recordKeyOf(last.id)
}

/** The field's rows of the records after one and up to another. */
async function deleteBetween(
  tx: WorkspaceTx,
  field: FieldRow,
  { after, last }: { after: RecordKey | null; last: RecordKey },
): Promise<void> {
  const range = and(
    eq(fieldValues.fieldId, field.id),
    after === null ? undefined : gt(fieldValues.recordId, after),
    lte(fieldValues.recordId, last),
  )
  await tx.orm.delete(fieldValues).where(own(tx, fieldValues, range))
}
