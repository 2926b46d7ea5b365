import { eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type {
  CreateField,
  FieldDto,
  FieldOption,
  ReorderFields,
  UpdateField,
} from '../../../shared/contracts/fields.ts'
import { newId } from '../../../shared/ids.ts'
import type { FieldEntity, FieldType } from '../../../shared/records.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'
import { fields } from '../../schema/index.ts'
import { LOOKUPS_JOB } from './rebuild-lookups.ts'
import { keyFromLabel } from './domain/field-key.ts'
import { fieldDto, findAll, findLocked, type FieldRow } from './fields.repo.ts'

/** A record's JSON stays small, and each call reads all definitions. */
const MAX_FIELDS = 200

/** All of them, archived ones last told by `archivedAt`, in the order people gave them. */
export async function listFields(db: Scope, entity: FieldEntity): Promise<FieldDto[]> {
  return (await findAll(db, entity)).map(fieldDto)
}

export function createField(db: WorkspaceDb, input: CreateField, actor: Actor): Promise<FieldDto> {
  return db.tx(async (tx) => {
    const others = await findAll(tx, input.entity)
    if (others.length >= MAX_FIELDS)
      throw new AppError('VALIDATION_FAILED', `there can be ${MAX_FIELDS} fields at most`, {
        details: { fields: { label: 'too many fields' } },
      })
    const row = newRow(tx, input, others)
    await tx.orm.insert(fields).values(row)
    record(tx, { row, action: 'field.created', actor, before: null, after: facts(row) })
    // Records may hold values under this key from before; a new field has none to look up otherwise.
    if (row.isFilterable) await rebuild(tx, row)
    return fieldDto(row)
  })
}

function newRow(tx: WorkspaceTx, input: CreateField, others: readonly FieldRow[]): FieldRow {
  const now = new Date()
  const { entity, label, type, rules, isRequired, isFilterable, section } = input
  return {
    workspaceId: tx.workspaceId,
    id: newId('field'),
    entity,
    key: keyFromLabel(label, new Set(others.map((field) => field.key))),
    label,
    type,
    options: optionsOf(type, input.options),
    rules: rules ?? {},
    isRequired,
    isFilterable,
    section,
    position: Math.max(0, ...others.map((field) => field.position)) + 1,
    version: 1,
    archivedAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

export function updateField(db: WorkspaceDb, input: UpdateField, actor: Actor): Promise<FieldDto> {
  return db.tx(async (tx) => {
    const row = await findLocked(tx, input.id)
    if (row.version !== input.version)
      throw new AppError('STALE_VERSION', 'the field was changed meanwhile', {
        details: { version: row.version },
      })
    const change = changeOf(row, input)
    const before = Object.fromEntries(Object.keys(change).map((key) => [key, row[key as keyof FieldRow]]))
    if (Object.keys(change).length === 0) return fieldDto(row)
    const changed = { ...row, ...change, version: row.version + 1 }
    await tx.orm
      .update(fields)
      .set({ ...change, version: changed.version })
      .where(own(tx, fields, eq(fields.id, row.id)))
    record(tx, { row, action: 'field.updated', actor, before, after: change })
    if (isLookedUp(row) !== isLookedUp(changed)) await rebuild(tx, changed)
    return fieldDto(changed)
  })
}

const isLookedUp = (row: FieldRow) => row.isFilterable && row.archivedAt === null

type FieldChange = Partial<
  Pick<FieldRow, 'label' | 'options' | 'rules' | 'isRequired' | 'isFilterable' | 'section' | 'archivedAt'>
>

function changeOf(row: FieldRow, input: UpdateField): FieldChange {
  const { isArchived } = input
  const wanted: FieldChange = {
    ...(input.label !== undefined && { label: input.label }),
    ...(input.options !== undefined && { options: optionsOf(row.type, input.options) }),
    ...(input.rules !== undefined && { rules: input.rules }),
    ...(input.isRequired !== undefined && { isRequired: input.isRequired }),
    ...(input.isFilterable !== undefined && { isFilterable: input.isFilterable }),
    ...(input.section !== undefined && { section: input.section }),
    ...(isArchived !== undefined &&
      isArchived !== (row.archivedAt !== null) && { archivedAt: isArchived ? new Date() : null }),
  }
  const differs = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(row[key as keyof FieldRow])
  return Object.fromEntries(Object.entries(wanted).filter(differs))
}

/** Keys of options are made once; a label that changes keeps its key. */
function optionsOf(type: FieldType, options: CreateField['options']): FieldOption[] {
  const hasOptions = type === 'select' || type === 'multi_select'
  if (hasOptions !== (options !== undefined && options.length > 0)) {
    const why = hasOptions ? 'a select needs at least one' : 'only selects have options'
    if (hasOptions || options?.length)
      throw new AppError('VALIDATION_FAILED', `options: ${why}`, { details: { fields: { options: why } } })
  }
  const taken = new Set((options ?? []).flatMap(({ key }) => key ?? []))
  if (taken.size < (options ?? []).filter(({ key }) => key !== undefined).length)
    throw new AppError('VALIDATION_FAILED', 'two options have the same key', {
      details: { fields: { options: 'two have the same key' } },
    })
  return (options ?? []).map(({ key, label, color }) => {
    const own = key ?? keyFromLabel(label, taken)
    taken.add(own)
    return { key: own, label, ...(color !== undefined && { color }) }
  })
}

/** Puts fields in the order of the ids given; the ones that are not named follow as they were. */
export function reorderFields(db: WorkspaceDb, input: ReorderFields, actor: Actor): Promise<FieldDto[]> {
  return db.tx(async (tx) => {
    const all = await findAll(tx, input.entity)
    const known = new Map(all.map((row) => [row.id, row]))
    const named = input.ids.map((id) => {
      const row = known.get(id)
      if (!row) throw notFound('field')
      return row
    })
    const ordered = [...new Set([...named, ...all])].map((row, index) => ({ ...row, position: index + 1 }))
    for (const row of ordered) {
      const before = known.get(row.id)
      if (!before || before.position === row.position) continue
      await tx.orm
        .update(fields)
        .set({ position: row.position })
        .where(own(tx, fields, eq(fields.id, row.id)))
      tx.audit({
        actor,
        action: 'field.updated',
        entity: 'field',
        recordId: row.id,
        before: { position: before.position },
        after: { position: row.position },
      })
    }
    tx.emit({ type: 'fields.changed', data: { entity: input.entity } })
    return ordered.map(fieldDto)
  })
}

interface Told {
  row: FieldRow
  action: string
  actor: Actor
  before: Record<string, unknown> | null
  after: Record<string, unknown>
}

function record(tx: WorkspaceTx, { row, action, actor, before, after }: Told): void {
  tx.emit({ type: 'fields.changed', data: { entity: row.entity } })
  tx.audit({ actor, action, entity: 'field', recordId: row.id, before, after })
}

function facts({ entity, key, label, type, options, rules, isRequired, isFilterable, section }: FieldRow) {
  return { entity, key, label, type, options, rules, isRequired, isFilterable, section }
}

function rebuild(tx: WorkspaceTx, row: FieldRow): Promise<void> {
  return enqueueJob(tx, {
    name: LOOKUPS_JOB,
    payload: { fieldId: row.id, after: null },
    dedupeKey: `${LOOKUPS_JOB}:${row.id}:${row.version}`,
  })
}
