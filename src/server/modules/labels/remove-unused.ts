import { asc, inArray } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { LabelId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { labelings, labels } from '../../schema/index.ts'

/** Deletes those of the labels that no record wears. */
export async function removeUnusedLabels(
  tx: WorkspaceTx,
  ids: readonly LabelId[],
  actor: Actor,
): Promise<number> {
  if (ids.length === 0) return 0
  const sorted = [...ids].sort()
  const rows = await tx.orm
    .select()
    .from(labels)
    .where(own(tx, labels, inArray(labels.id, sorted)))
    .orderBy(asc(labels.id))
    .for('update')
  const worn = await tx.orm
    .selectDistinct({ id: labelings.labelId })
    .from(labelings)
    .where(own(tx, labelings, inArray(labelings.labelId, sorted)))
  const used = new Set(worn.map(({ id }) => id))
  const unused = rows.filter(({ id }) => !used.has(id))
  if (unused.length === 0) return 0
  const gone = unused.map(({ id }) => id)
  await tx.orm.delete(labels).where(own(tx, labels, inArray(labels.id, gone)))
  for (const { id, name, color } of unused)
    tx.audit({
      actor,
      action: 'label.deleted',
      entity: 'label',
      recordId: id,
      before: { name, color },
      after: null,
    })
  tx.emit({ type: 'labels.changed', data: {} })
  return unused.length
}
