import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { LabelChanges, SetLabels } from '../../../shared/contracts/labels.ts'
import { recordKeyOf, type LabelId } from '../../../shared/ids.ts'
import type { RecordRef } from '../../../shared/records.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { labelings, labels } from '../../schema/index.ts'
import { requireRecords, touchRecords } from '../records/index.ts'

interface Wanted {
  record: RecordRef
  add: LabelId[]
  remove: LabelId[]
}

type Change = LabelChanges['changes'][number]

/**
 * Puts labels on records and takes others off, in one transaction: all of them or none.
 * @returns what differs now, record by record: `restoreLabels` takes it to undo the call.
 * @throws AppError NOT_FOUND where a record or a label is none of the workspace's.
 */
export function setLabels(db: WorkspaceDb, input: SetLabels, actor: Actor): Promise<LabelChanges> {
  const { records, add, remove } = input
  const wanted = once(records).map((record) => ({ record, add, remove }))
  return db.tx(async (tx) => ({ changes: await apply(tx, wanted, actor) }))
}

/** The inverse of a `setLabels`: what it added goes, what it removed comes back. */
export function restoreLabels(
  db: WorkspaceDb,
  { changes }: LabelChanges,
  actor: Actor,
): Promise<LabelChanges> {
  const wanted = changes.map(({ record, added, removed }) => ({ record, add: removed, remove: added }))
  return db.tx(async (tx) => ({ changes: await apply(tx, wanted, actor) }))
}

const keyOf = (record: RecordRef) => `${record.entity} ${record.recordId}`

function once(records: RecordRef[]): RecordRef[] {
  return [...new Map(records.map((record) => [keyOf(record), record])).values()]
}

async function apply(tx: WorkspaceTx, wanted: Wanted[], actor: Actor): Promise<Change[]> {
  const records = wanted.map(({ record }) => record)
  await requireRecords(tx, records)
  await requireLabels(tx, [...new Set(wanted.flatMap(({ add, remove }) => [...add, ...remove]))])
  const present = await labelingsOf(tx, records)
  const changes = wanted.flatMap((one) => changeOf(one, present.get(keyOf(one.record)) ?? new Set()))
  await write(tx, changes)
  await touchRecords(
    tx,
    changes.map(({ record }) => record),
  )
  for (const { record, added, removed } of changes) {
    tx.emit({ type: 'record.labelled', data: { ...record, by: memberOf(actor) } })
    tx.audit({
      actor,
      action: `${record.entity}.labelled`,
      ...record,
      before: { labels: removed },
      after: { labels: added },
    })
  }
  return changes
}

/** A label both added and removed is removed. */
function changeOf({ record, add, remove }: Wanted, present: Set<LabelId>): Change[] {
  const removed = [...new Set(remove)].filter((label) => present.has(label))
  const added = [...new Set(add)].filter((label) => !present.has(label) && !remove.includes(label))
  return added.length + removed.length === 0 ? [] : [{ record, added, removed }]
}

async function requireLabels(tx: Scope, ids: LabelId[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx.orm
    .select({ id: labels.id })
    .from(labels)
    .where(own(tx, labels, inArray(labels.id, ids)))
    .for('update')
  if (rows.length < ids.length) throw notFound('label')
}

async function labelingsOf(tx: Scope, records: RecordRef[]): Promise<Map<string, Set<LabelId>>> {
  const keys = new Map(
    records.map((record) => [`${record.entity} ${recordKeyOf(record.recordId)}`, keyOf(record)]),
  )
  const entities = [...new Set(records.map(({ entity }) => entity))]
  const found = new Map<string, Set<LabelId>>()
  for (const entity of entities) {
    const ids = records
      .filter((record) => record.entity === entity)
      .map(({ recordId }) => recordKeyOf(recordId))
    const rows = await tx.orm
      .select({ recordId: labelings.recordId, labelId: labelings.labelId })
      .from(labelings)
      .where(own(tx, labelings, eq(labelings.entity, entity), inArray(labelings.recordId, ids)))
    for (const { recordId, labelId } of rows) {
      const key = keys.get(`${entity} ${recordId}`)
      if (key) found.set(key, (found.get(key) ?? new Set()).add(labelId))
    }
  }
  return found
}

async function write(tx: WorkspaceTx, changes: Change[]): Promise<void> {
  const { workspaceId } = tx
  const added = changes.flatMap(({ record: { entity, recordId }, added: ids }) =>
    ids.map((labelId) => ({ workspaceId, entity, recordId: recordKeyOf(recordId), labelId })),
  )
  if (added.length > 0)
    await tx.orm
      .insert(labelings)
      .values(added)
      .onDuplicateKeyUpdate({ set: { labelId: sql`${labelings.labelId}` } })
  const removed = changes.filter((change) => change.removed.length > 0)
  if (removed.length > 0) await tx.orm.delete(labelings).where(own(tx, labelings, anyOf(removed)))
}

function anyOf(changes: Change[]) {
  return or(
    ...changes.map(({ record: { entity, recordId }, removed }) =>
      and(
        eq(labelings.entity, entity),
        eq(labelings.recordId, recordKeyOf(recordId)),
        inArray(labelings.labelId, removed),
      ),
    ),
  )
}
