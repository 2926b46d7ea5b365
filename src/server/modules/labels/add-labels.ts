import type { Actor } from '../../../shared/actor.ts'
import type { LabelDto } from '../../../shared/contracts/labels.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { labels } from '../../schema/index.ts'

/** Adds labels whose names are known to be free, in the transaction of what they are for. */
export async function addLabels(tx: WorkspaceTx, added: readonly LabelDto[], actor: Actor): Promise<void> {
  if (added.length === 0) return
  await tx.orm.insert(labels).values(added.map((label) => ({ workspaceId: tx.workspaceId, ...label })))
  for (const { id, name, color } of added)
    tx.audit({
      actor,
      action: 'label.created',
      entity: 'label',
      recordId: id,
      before: null,
      after: { name, color },
    })
  tx.emit({ type: 'labels.changed', data: {} })
}
