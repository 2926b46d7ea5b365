import { momentRange, type FilterCondition } from '../../../../shared/filters/index.ts'
import type { Compiled, CompileContext } from '../compiled.ts'
import { all, has, not, piece, type Piece } from '../piece.ts'

const COLUMNS: Record<string, { column: string; index: string }> = {
  createdAt: { column: 'created_at', index: 'created' },
  updatedAt: { column: 'updated_at', index: 'updated' },
}

/** When the record was made, changed, or last spoken with. */
export function momentCondition(condition: FilterCondition, context: CompileContext): Compiled {
  const known = COLUMNS[condition.field]
  if (!known) return { where: lastMessage(condition, context) }
  const { column, index } = known
  if (condition.op === 'filled') return { where: piece('1 = 1') }
  if (condition.op === 'empty') return { where: piece('1 = 0') }
  if (context.entity === 'deal') return { where: rangeOf(`c.${column}`, condition, context) }
  const table = context.entity === 'contact' ? 'contacts' : 'companies'
  const driver = rangeOf(`x.${column}`, condition, context)
  return {
    where: rangeOf(`c.${column}`, condition, context),
    driver: {
      ...piece(
        `SELECT x.id FROM ${table} x FORCE INDEX (${table}_${index}) WHERE x.workspace_id = ? AND x.is_live = 1 AND ${driver.sql}`,
        context.workspace,
        ...driver.values,
      ),
      settles: true,
      repeats: false,
    },
  }
}

/** A condition on a time that is there. */
export function rangeOf(
  column: string,
  condition: FilterCondition,
  context: Pick<CompileContext, 'now' | 'timeZone'>,
): Piece {
  const { from, until } = momentRange(condition, context)
  return all([
    ...(from ? [piece(`${column} >= ?`, from)] : []),
    ...(until ? [piece(`${column} < ?`, until)] : []),
  ])
}

/** Of several conversations the newest message counts; `conversations_contact` holds it. */
function lastMessage(condition: FilterCondition, context: CompileContext): Piece {
  const { workspace } = context
  const spoken = ({ sql, values }: Piece) =>
    has(
      `conversations m FORCE INDEX (conversations_contact) WHERE m.workspace_id = ? AND m.contact_id = c.id AND ${sql}`,
      workspace,
      ...values,
    )
  const ever = spoken(piece('1 = 1'))
  if (condition.op === 'filled') return ever
  if (condition.op === 'empty') return not(ever)
  const { from, until, orNever } = momentRange(condition, context)
  return all([
    ...(from ? [spoken(piece('m.last_message_at >= ?', from))] : orNever ? [] : [ever]),
    ...(until ? [not(spoken(piece('m.last_message_at >= ?', until)))] : []),
  ])
}
