import { and, asc, eq, inArray } from 'drizzle-orm'
import type { LabelDto } from '../../../shared/contracts/labels.ts'
import type { Hue } from '../../../shared/hues.ts'
import { recordKeyOf, type Id, type RecordKey } from '../../../shared/ids.ts'
import type { RecordEntity } from '../../../shared/records.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { labelings, labels } from '../../schema/index.ts'

/** The labels of each record, by name. Records without any are absent. One query, by primary keys. */
export async function labelsOf<E extends RecordEntity>(
  scope: Scope,
  entity: E,
  ids: readonly Id<E>[],
): Promise<Map<RecordKey, LabelDto[]>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.orm
    .select({ recordId: labelings.recordId, id: labels.id, name: labels.name, color: labels.color })
    .from(labelings)
    .innerJoin(labels, and(eq(labels.workspaceId, labelings.workspaceId), eq(labels.id, labelings.labelId)))
    .where(
      own(scope, labelings, eq(labelings.entity, entity), inArray(labelings.recordId, ids.map(recordKeyOf))),
    )
    .orderBy(asc(labels.name), asc(labels.id))
  const found = new Map<RecordKey, LabelDto[]>()
  for (const { recordId, id, name, color } of rows) {
    const label = { id, name, color: color as Hue }
    found.set(recordId, [...(found.get(recordId) ?? []), label])
  }
  return found
}
