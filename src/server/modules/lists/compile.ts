import type { FieldId, UserId } from '../../../shared/ids.ts'
import {
  CUSTOM_PREFIX,
  isGroup,
  type FilterCondition,
  type FilterEntity,
  type FilterKind,
  type FilterNode,
} from '../../../shared/filters/index.ts'
import { addressCondition } from './conditions/address.ts'
import { choiceCondition } from './conditions/choice.ts'
import { customCondition } from './conditions/custom.ts'
import { flagCondition } from './conditions/flag.ts'
import { momentCondition } from './conditions/moment.ts'
import { wordsCondition } from './conditions/words.ts'
import { all, any, type Piece } from './piece.ts'

/** What conditions are compiled against. In their SQL the record's own row is `c`. */
export interface CompileContext {
  entity: FilterEntity
  /** The workspace's id: every block of a statement pins it. */
  workspace: Buffer
  kinds: ReadonlyMap<string, FilterKind>
  fieldIds: ReadonlyMap<string, FieldId>
  now: Date
  timeZone: string
  /** Whom the value `me` stands for; nobody, for a program. */
  me: UserId | null
}

export interface Compiled {
  where: Piece
  /** Ids of all records that meet the condition, read along an index; a record may come twice. */
  driver?: Piece
}

/** The filter as a predicate on `c`. */
export function whereOf(node: FilterNode, context: CompileContext): Piece {
  if (!isGroup(node)) return compile(node, context).where
  const parts = node.items.map((item) => whereOf(item, context))
  return node.join === 'and' ? all(parts) : any(parts)
}

/** Of the conditions that must hold: those whose records an index can list. */
export function driversOf(node: FilterNode, context: CompileContext): Piece[] {
  if (isGroup(node)) return node.join === 'and' ? node.items.flatMap((item) => driversOf(item, context)) : []
  const { driver } = compile(node, context)
  return driver ? [driver] : []
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
