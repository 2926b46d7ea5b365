import { and, eq, inArray } from 'drizzle-orm'
import { recordKeyOf, type ContactId, type FieldId } from '../../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import { fields, fieldValues } from '../../../schema/index.ts'

type ValueRow = typeof fieldValues.$inferSelect

/** What a contact is found by under one field. */
export type Lookup = Pick<ValueRow, 'fieldId' | 'ordinal' | 'text' | 'number' | 'at'>

/** All that a contact is found by under custom fields; of some fields only, where they are named. */
export async function lookupsOf(
  tx: WorkspaceTx,
  contactId: ContactId,
  fieldIds?: FieldId[],
): Promise<Lookup[]> {
  if (fieldIds?.length === 0) return []
  return tx.orm
    .select({
      fieldId: fieldValues.fieldId,
      ordinal: fieldValues.ordinal,
      text: fieldValues.text,
      number: fieldValues.number,
      at: fieldValues.at,
    })
    .from(fieldValues)
    .where(
      own(
        tx,
        fieldValues,
        eq(fieldValues.recordId, recordKeyOf(contactId)),
        fieldIds && inArray(fieldValues.fieldId, fieldIds),
      ),
    )
}

/** Puts these in place of what the contact is found by under the fields. */
export async function replaceLookups(
  tx: WorkspaceTx,
  contactId: ContactId,
  { fieldIds, lookups }: { fieldIds: FieldId[]; lookups: Lookup[] },
): Promise<void> {
  const recordId = recordKeyOf(contactId)
  if (fieldIds.length > 0)
    await tx.orm
      .delete(fieldValues)
      .where(own(tx, fieldValues, eq(fieldValues.recordId, recordId), inArray(fieldValues.fieldId, fieldIds)))
  if (lookups.length === 0) return
  await tx.orm.insert(fieldValues).values(
    lookups.map(({ at, ...lookup }) => ({
      workspaceId: tx.workspaceId,
      recordId,
      ...lookup,
      // A time comes back from JSON as text.
      at: at && new Date(at),
    })),
  )
}

/** The contacts' fields that go by these keys. */
export async function fieldIdsOf(tx: WorkspaceTx, keys: string[]): Promise<FieldId[]> {
  if (keys.length === 0) return []
  const rows = await tx.orm
    .select({ id: fields.id })
    .from(fields)
    .where(own(tx, fields, and(eq(fields.entity, 'contact'), inArray(fields.key, keys))))
  return rows.map((row) => row.id)
}
