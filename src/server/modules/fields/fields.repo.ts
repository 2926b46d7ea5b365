import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { FieldDto } from '../../../shared/contracts/fields.ts'
import type { FieldId, RecordKey } from '../../../shared/ids.ts'
import type { FieldEntity } from '../../../shared/records.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { fields, fieldValues } from '../../schema/index.ts'
import type { Lookup } from './domain/lookup-rows.ts'

export type FieldRow = typeof fields.$inferSelect

/** All fields of a kind of record, archived ones too, in their order; read along fields_key. */
export function findAll(scope: Scope, entity: FieldEntity): Promise<FieldRow[]> {
  return scope.orm
    .select()
    .from(fields)
    .where(own(scope, fields, eq(fields.entity, entity)))
    .orderBy(asc(fields.position), asc(fields.id))
}

export async function findLocked(scope: Scope, id: FieldId): Promise<FieldRow> {
  const [row] = await scope.orm
    .select()
    .from(fields)
    .where(own(scope, fields, eq(fields.id, id)))
    .for('update')
  if (!row) throw notFound('field')
  return row
}

export async function findLive(scope: Scope, id: FieldId): Promise<FieldRow | undefined> {
  const [row] = await scope.orm
    .select()
    .from(fields)
    .where(own(scope, fields, and(eq(fields.id, id), isNull(fields.archivedAt))))
  return row
}

/** Replaces what one record is found by under these fields. */
export async function writeLookups(
  scope: Scope,
  recordId: RecordKey,
  found: readonly { fieldId: FieldId; lookups: readonly Lookup[] }[],
): Promise<void> {
  if (found.length === 0) return
  const ids = found.map(({ fieldId }) => fieldId)
  await scope.orm
    .delete(fieldValues)
    .where(
      own(scope, fieldValues, and(inArray(fieldValues.fieldId, ids), eq(fieldValues.recordId, recordId))),
    )
  await insertLookups(
    scope,
    found.flatMap(({ fieldId, lookups }) =>
      lookups.map((lookup, ordinal) => ({ fieldId, recordId, ordinal, ...lookup })),
    ),
  )
}

interface LookupRow extends Lookup {
  fieldId: FieldId
  recordId: RecordKey
  ordinal: number
}

export async function insertLookups(scope: Scope, rows: readonly LookupRow[]): Promise<void> {
  if (rows.length === 0) return
  await scope.orm.insert(fieldValues).values(rows.map((row) => ({ workspaceId: scope.workspaceId, ...row })))
}

export function fieldDto(row: FieldRow): FieldDto {
  const { id, entity, key, label, type, isRequired, isFilterable, section, position, version } = row
  return {
    id,
    entity,
    key,
    label,
    type,
    options: row.options ?? [],
    rules: row.rules ?? {},
    isRequired,
    isFilterable,
    section,
    position,
    version,
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }
}
