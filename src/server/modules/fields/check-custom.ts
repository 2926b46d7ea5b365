import { and, inArray, isNull } from 'drizzle-orm'
import { recordKeyOf, type CompanyId, type ContactId, type DealId, type UserId } from '../../../shared/ids.ts'
import type { FieldEntity } from '../../../shared/records.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { memberships } from '../../schema/index.ts'
import { lookupsOf } from './domain/lookup-rows.ts'
import { normaliseValue } from './domain/normalise-value.ts'
import { findAll, writeLookups, type FieldRow } from './fields.repo.ts'

export interface CustomChange {
  entity: FieldEntity
  recordId: ContactId | CompanyId | DealId
  /** By the field's key; null takes a value away. Keys that are not named keep what they have. */
  values: Readonly<Record<string, unknown>>
  /** What the record holds; null while it is being made: then required fields must be given. */
  previous: Readonly<Record<string, unknown>> | null
}

/** By the key of each field: why its value is refused. */
type Problems = Record<string, string>

/**
 * Checks values of custom fields, and keeps what the record is found by under filterable ones. Call it in
 * the transaction that writes the record, with the record's row locked.
 *
 * @returns the whole JSON to store as the record's `custom`.
 * @throws AppError VALIDATION_FAILED with `fields['custom.<key>']`.
 */
export async function checkCustom(tx: WorkspaceTx, change: CustomChange): Promise<Record<string, unknown>> {
  const defined = await findAll(tx, change.entity)
  const live = defined.filter((field) => field.archivedAt === null)
  const { changed, problems } = normaliseAll(live, change)
  await refuseStrangers(tx, { changed, live, problems })
  if (change.previous === null) requireAll(live, changed, problems)
  if (Object.keys(problems).length > 0) throw refusal(problems)
  await writeLookups(
    tx,
    recordKeyOf(change.recordId),
    live.flatMap(({ id: fieldId, key, type, isFilterable }) =>
      isFilterable && changed.has(key) ? [{ fieldId, lookups: lookupsOf(type, changed.get(key)) }] : [],
    ),
  )
  return merged(change.previous, changed)
}

interface Checked {
  changed: Map<string, unknown>
  problems: Problems
}

function normaliseAll(live: readonly FieldRow[], { values, previous }: CustomChange): Checked {
  const byKey = new Map(live.map((field) => [field.key, field]))
  const changed = new Map<string, unknown>()
  const problems: Problems = {}
  for (const [key, value] of Object.entries(values)) {
    const field = byKey.get(key)
    // Sent back as it was, a value stays, even where its field has changed or is archived since.
    if (previous && Object.hasOwn(previous, key) && isSame(previous[key], value)) continue
    if (!field) problems[key] = 'is no custom field of this kind of record'
    else if (value === null || value === '') {
      if (field.isRequired) problems[key] = 'is required'
      else changed.set(key, null)
    } else {
      const { options, rules, type } = field
      const normalised = normaliseValue({ type, options: options ?? [], rules: rules ?? {} }, value)
      if ('problem' in normalised) problems[key] = normalised.problem
      else changed.set(key, normalised.value)
    }
  }
  return { changed, problems }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Members are the workspace's own; somebody else's id is as unknown as one that nobody has. */
async function refuseStrangers(
  scope: Scope,
  { changed, live, problems }: Checked & { live: readonly FieldRow[] },
): Promise<void> {
  const named = live.flatMap(({ key, type }) => {
    const userId = changed.get(key)
    return type === 'member' && typeof userId === 'string' ? [{ key, userId: userId as UserId }] : []
  })
  if (named.length === 0) return
  const ids = named.map(({ userId }) => userId)
  const rows = await scope.orm
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(own(scope, memberships, and(inArray(memberships.userId, ids), isNull(memberships.disabledAt))))
  const known = new Set(rows.map((row) => row.userId))
  for (const { key, userId } of named) if (!known.has(userId)) problems[key] = 'is no member of the workspace'
}

function requireAll(
  live: readonly FieldRow[],
  changed: ReadonlyMap<string, unknown>,
  problems: Problems,
): void {
  for (const { key, isRequired } of live)
    if (isRequired && (changed.get(key) ?? null) === null) problems[key] ??= 'is required'
}

function refusal(problems: Problems): AppError {
  const details = Object.fromEntries(Object.entries(problems).map(([key, why]) => [`custom.${key}`, why]))
  return new AppError('VALIDATION_FAILED', 'custom fields are not valid', { details: { fields: details } })
}

function merged(
  previous: Readonly<Record<string, unknown>> | null,
  changed: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  const all = Object.entries({ ...previous, ...Object.fromEntries(changed) })
  return Object.fromEntries(all.filter(([, value]) => value !== null))
}
