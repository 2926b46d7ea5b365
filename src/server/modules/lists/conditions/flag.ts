import type { FilterCondition } from '../../../../shared/filters/index.ts'
import type { Compiled, CompileContext } from '../compiled.ts'
import { has, not, type Piece } from '../piece.ts'

export function flagCondition(
  { field, values: [wanted] }: FilterCondition,
  context: CompileContext,
): Compiled {
  const holds = field === 'hasOpenDeal' ? openDeal(context) : overdueTask(context)
  return { where: wanted === 'yes' ? holds : not(holds) }
}

function openDeal({ entity, workspace }: CompileContext): Piece {
  const isOpen = `d.status = 'open' AND d.deleted_at IS NULL`
  return entity === 'company'
    ? has(`deals d WHERE d.workspace_id = ? AND d.company_id = c.id AND ${isOpen}`, workspace)
    : has(
        'deal_contacts k JOIN deals d ON d.workspace_id = ? AND d.id = k.deal_id ' +
          `WHERE k.workspace_id = ? AND k.contact_id = c.id AND ${isOpen}`,
        workspace,
        workspace,
      )
}

function overdueTask({ entity, workspace, now }: CompileContext): Piece {
  return has(
    `tasks t WHERE t.workspace_id = ? AND t.entity = '${entity}' AND t.record_id = c.id ` +
      'AND t.done_at IS NULL AND t.due_at < ? AND t.deleted_at IS NULL',
    workspace,
    now,
  )
}
