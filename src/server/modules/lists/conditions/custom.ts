import {
  CUSTOM_PREFIX,
  foldText,
  momentRange,
  type FilterCondition,
  type FilterKind,
} from '../../../../shared/filters/index.ts'
import { idBytes } from '../../../platform/db/bytes.ts'
import type { Compiled, CompileContext } from '../compiled.ts'
import { has, likeEscape, marks, not, piece, type Piece } from '../piece.ts'
import { rangeOf } from './moment.ts'

/** A custom field, through the index of its values. */
export function customCondition(condition: FilterCondition, context: CompileContext): Compiled {
  const { field, op } = condition
  const kind = context.kinds.get(field)
  const fieldId = context.fieldIds.get(field.slice(CUSTOM_PREFIX.length))
  if (!kind || !fieldId) throw new Error(`no SQL for ${field}`)
  const { workspace } = context
  const base = 'field_values v WHERE v.workspace_id = ? AND v.field_id = ?'
  const exists = ({ sql, values }: Piece) =>
    has(`${base} AND v.record_id = c.id AND ${sql}`, workspace, idBytes(fieldId), ...values)
  if (op === 'filled') return { where: exists(piece('1 = 1')) }
  if (op === 'empty') return { where: not(exists(piece('1 = 1'))) }
  const { test, isNegative = false, isIndexed = true } = testOf(kind, condition, context)
  if (isNegative) return { where: not(exists(test)) }
  return {
    where: exists(test),
    ...(isIndexed && {
      driver: {
        ...piece(
          `SELECT v.record_id AS id FROM ${base} AND ${test.sql}`,
          workspace,
          idBytes(fieldId),
          ...test.values,
        ),
        settles: true,
        // A multi-select has a row for each value.
        repeats: test.values.length > 1,
      },
    }),
  }
}

interface Test {
  test: Piece
  /** The record meets it where no value does. */
  isNegative?: boolean
  /** False where an index finds the field's values but not these. */
  isIndexed?: boolean
}

function testOf(kind: FilterKind, condition: FilterCondition, context: CompileContext): Test {
  const { op, values } = condition
  const [wanted = ''] = values
  switch (kind) {
    case 'choice': {
      const named = values.flatMap((value) => (value === 'me' ? (context.me ?? []) : value))
      const test = named.length === 0 ? piece('1 = 0') : piece(`v.text IN (${marks(named)})`, ...named)
      return { test, isNegative: op === 'none' }
    }
    case 'number':
      return { test: piece(`v.number ${op === 'is' ? '=' : op === 'min' ? '>=' : '<='} ?`, wanted) }
    case 'day': {
      const midnight = new Date(`${wanted}T00:00:00.000Z`)
      return { test: piece(`v.at ${op === 'on' ? '=' : op === 'before' ? '<' : '>'} ?`, midnight) }
    }
    case 'moment':
      return op === 'older'
        ? { test: piece('v.at >= ?', rangeEnd(condition, context)), isNegative: true }
        : { test: rangeOf('v.at', condition, context) }
    case 'flag':
      return { test: piece('v.number = 1'), isNegative: wanted === 'no' }
    default:
      return textTest(op, foldText(wanted))
  }
}

const rangeEnd = (condition: FilterCondition, context: CompileContext) =>
  momentRange(condition, context).until

function textTest(op: FilterCondition['op'], wanted: string): Test {
  if (wanted === '') return { test: piece('1 = 0'), isIndexed: false }
  if (op === 'is') return { test: piece('v.text = ?', wanted) }
  const pattern = likeEscape(wanted)
  return op === 'starts'
    ? { test: piece('v.text LIKE ?', `${pattern}%`) }
    : { test: piece('v.text LIKE ?', `%${pattern}%`), isIndexed: false }
}
