import { asc, eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { CreateLabel, LabelDto, UpdateLabel } from '../../../shared/contracts/labels.ts'
import type { Hue } from '../../../shared/hues.ts'
import { newId, type LabelId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { labelings, labels } from '../../schema/index.ts'
import { changesBetween } from '../records/index.ts'

/** Beyond this nobody finds a label in the menu. */
const MAX_LABELS = 500

type LabelRow = typeof labels.$inferSelect

/** All labels of the workspace, by name: there are at most 500. */
export async function listLabels(db: WorkspaceDb): Promise<LabelDto[]> {
  const rows = await db.orm.select().from(labels).where(own(db, labels)).orderBy(asc(labels.name))
  return rows.map(toDto)
}

/** @throws AppError ALREADY_EXISTS with `labelId` where the name is taken, whatever its case. */
export function createLabel(db: WorkspaceDb, input: CreateLabel, actor: Actor): Promise<LabelDto> {
  return namingOnce(db, input.name, () =>
    db.tx(async (tx) => {
      await refuseTooMany(tx)
      const label: LabelDto = { id: newId('label'), name: input.name, color: input.color }
      await tx.orm.insert(labels).values({ workspaceId: tx.workspaceId, ...label })
      const after = { name: label.name, color: label.color }
      record(tx, { actor, action: 'label.created', id: label.id, before: null, after })
      return label
    }),
  )
}

/** @throws AppError NOT_FOUND, ALREADY_EXISTS */
export function updateLabel(db: WorkspaceDb, input: UpdateLabel, actor: Actor): Promise<LabelDto> {
  const { id, name, color } = input
  return namingOnce(db, name ?? '', () =>
    db.tx(async (tx) => {
      const row = await locked(tx, id)
      const changes = changesBetween({ name: row.name, color: row.color }, { name, color })
      if (!changes) return toDto(row)
      await tx.orm
        .update(labels)
        .set(changes.after)
        .where(own(tx, labels, eq(labels.id, id)))
      record(tx, { actor, action: 'label.updated', id, ...changes })
      return { ...toDto(row), ...changes.after }
    }),
  )
}

/** Takes the label off every record, too. */
export function deleteLabel(
  db: WorkspaceDb,
  id: LabelId,
  actor: Actor,
): Promise<{ id: LabelId; deleted: true }> {
  return db.tx(async (tx) => {
    const row = await locked(tx, id)
    await tx.orm.delete(labelings).where(own(tx, labelings, eq(labelings.labelId, id)))
    await tx.orm.delete(labels).where(own(tx, labels, eq(labels.id, id)))
    const before = { name: row.name, color: row.color }
    record(tx, { actor, action: 'label.deleted', id, before, after: null })
    return { id, deleted: true as const }
  })
}

interface LabelChange {
  actor: Actor
  action: string
  id: LabelId
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

function record(tx: WorkspaceTx, { id, ...change }: LabelChange): void {
  tx.audit({ entity: 'label', recordId: id, ...change })
  tx.emit({ type: 'labels.changed', data: {} })
}

async function locked(tx: WorkspaceTx, id: LabelId): Promise<LabelRow> {
  const [row] = await tx.orm
    .select()
    .from(labels)
    .where(own(tx, labels, eq(labels.id, id)))
    .for('update')
  if (!row) throw notFound('label')
  return row
}

async function refuseTooMany(tx: WorkspaceTx): Promise<void> {
  const rows = await tx.orm.select({ id: labels.id }).from(labels).where(own(tx, labels)).limit(MAX_LABELS)
  if (rows.length === MAX_LABELS)
    throw new AppError('CONFLICT', `a workspace has at most ${MAX_LABELS} labels`, {
      details: { reason: 'too_many', max: MAX_LABELS },
    })
}

/** The unique key decides who was first; whoever was second learns which label has the name. */
async function namingOnce<T>(db: WorkspaceDb, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (duplicateKeyOf(error) !== 'labels_name') throw error
    const labelId = await holderOf(db, name)
    throw new AppError('ALREADY_EXISTS', 'a label of this name exists', {
      details: { labelId },
      cause: error,
    })
  }
}

async function holderOf(scope: Scope, name: string): Promise<LabelId | null> {
  const [row] = await scope.orm
    .select({ id: labels.id })
    .from(labels)
    .where(own(scope, labels, eq(labels.name, name)))
  return row?.id ?? null
}

function toDto({ id, name, color }: LabelRow): LabelDto {
  return { id, name, color: color as Hue }
}
