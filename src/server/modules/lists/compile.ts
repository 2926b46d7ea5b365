import {
  CUSTOM_PREFIX,
  isGroup,
  type FilterCondition,
  type FilterNode,
} from '../../../shared/filters/index.ts'
import type { Compiled, CompileContext, Driver } from './compiled.ts'
import { addressCondition } from './conditions/address.ts'
import { choiceCondition } from './conditions/choice.ts'
import { customCondition } from './conditions/custom.ts'
import { flagCondition } from './conditions/flag.ts'
import { momentCondition } from './conditions/moment.ts'
import { wordsCondition } from './conditions/words.ts'
import { all, any, piece, type Piece } from './piece.ts'

/** The filter as a predicate on `c`. A condition that is settled counts as met. */
export function whereOf(node: FilterNode, context: CompileContext, settled?: FilterCondition): Piece {
  if (node === settled) return piece('1 = 1')
  if (!isGroup(node)) return compile(node, context).where
  const parts = node.items.map((item) => whereOf(item, context, settled))
  return node.join === 'and' ? all(parts) : any(parts)
}

export interface Driving {
  condition: FilterCondition
  driver: Driver
}

/** Of the conditions that must hold: those whose records an index can list. */
export function driversOf(node: FilterNode, context: CompileContext): Driving[] {
  if (isGroup(node)) return node.join === 'and' ? node.items.flatMap((item) => driversOf(item, context)) : []
  const { driver } = compile(node, context)
  return driver ? [{ condition: node, driver }] : []
}

function compile(condition: FilterCondition, context: CompileContext): Compiled {
  const { field } = condition
  if (field.startsWith(CUSTOM_PREFIX)) return customCondition(condition, context)
  const kind = context.kinds.get(field)
  switch (kind) {
    case 'words':
      return wordsCondition(condition, context)
    case 'address':
      return addressCondition(condition, context)
    case 'choice':
      return choiceCondition(condition, context)
    case 'moment':
      return momentCondition(condition, context)
    case 'flag':
      return flagCondition(condition, context)
    default:
      throw new Error(`no SQL for ${field}`)
  }
}
