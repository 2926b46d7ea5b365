import { inArray } from 'drizzle-orm'
import type { FieldId, RecordKey } from '../../../shared/ids.ts'
import type { FieldEntity } from '../../../shared/records.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { fieldValues } from '../../schema/index.ts'
import { lookupsOf } from './domain/lookup-rows.ts'
import { normaliseValue } from './domain/normalise-value.ts'
import { findAll, insertLookups, type FieldRow } from './fields.repo.ts'

type Values = Readonly<Record<string, unknown>>

/** What `checkCustom` does, for many records with the definitions read once. Members are the caller's to check. */
export interface CustomChecker {
  readonly fields: readonly FieldRow[]
  /**
   * @param previous what the record holds; null while it is being made.
   * @returns the whole JSON to store, or why each key is refused.
   */
  check(
    values: Values,
    previous: Values | null,
  ): { custom: Record<string, unknown> } | { problems: Record<string, string> }
  /** Replaces what these records are found by under filterable fields. */
  writeLookups(scope: Scope, records: readonly { recordId: RecordKey; custom: Values }[]): Promise<void>
}

export async function customChecker(scope: Scope, entity: FieldEntity): Promise<CustomChecker> {
  const fields = (await findAll(scope, entity)).filter((field) => field.archivedAt === null)
  return {
    fields,
    check: (values, previous) => check(fields, values, previous),
    writeLookups: (inScope, records) => writeLookups(inScope, fields, records),
  }
}

function check(fields: readonly FieldRow[], values: Values, previous: Values | null) {
  const custom: Record<string, unknown> = { ...previous }
  const problems: Record<string, string> = {}
  for (const [key, value] of Object.entries(values)) {
    const field = fields.find((candidate) => candidate.key === key)
    if (!field) problems[key] = 'is no custom field of this kind of record'
    else {
      const shape = { type: field.type, options: field.options ?? [], rules: field.rules ?? {} }
      const normalised = normaliseValue(shape, value)
      if ('problem' in normalised) problems[key] = normalised.problem
      else custom[key] = normalised.value
    }
  }
  for (const { key, isRequired } of previous === null ? fields : [])
    if (isRequired && (custom[key] ?? null) === null) problems[key] ??= 'is required'
  return Object.keys(problems).length > 0 ? { problems } : { custom }
}

async function writeLookups(
  scope: Scope,
  fields: readonly FieldRow[],
  records: readonly { recordId: RecordKey; custom: Values }[],
): Promise<void> {
  const filterable = fields.filter((field) => field.isFilterable)
  if (filterable.length === 0 || records.length === 0) return
  const fieldIds: FieldId[] = filterable.map(({ id }) => id)
  const recordIds = records.map(({ recordId }) => recordId)
  await scope.orm
    .delete(fieldValues)
    .where(
      own(
        scope,
        fieldValues,
        inArray(fieldValues.fieldId, fieldIds),
        inArray(fieldValues.recordId, recordIds),
      ),
    )
  await insertLookups(
    scope,
    records.flatMap(({ recordId, custom }) =>
      filterable.flatMap(({ id: fieldId, key, type }) =>
        lookupsOf(type, custom[key]).map((lookup, ordinal) => ({ fieldId, recordId, ordinal, ...lookup })),
      ),
    ),
  )
}
