/**
 * What a filter is made of. Both sides read it: the browser builds and shows it, and looks at records in
 * memory; the server turns it into SQL. `matches.ts` and the server must agree, and a test holds them to it.
 */

/** What a field's values are like; it decides the operators. */
export type FilterKind =
  /** Words of a name: whole ones, the last may be a beginning. */
  | 'words'
  | 'text'
  /** Phones and e-mail addresses: several per record. */
  | 'address'
  | 'choice'
  | 'number'
  /** A calendar day without a zone. */
  | 'day'
  | 'moment'
  | 'flag'

export const OPERATORS = {
  words: ['has'],
  text: ['has', 'starts', 'is', 'filled', 'empty'],
  address: ['is', 'starts', 'ends', 'filled', 'empty'],
  choice: ['any', 'none', 'filled', 'empty'],
  number: ['is', 'min', 'max', 'filled', 'empty'],
  day: ['on', 'before', 'after', 'filled', 'empty'],
  moment: ['on', 'before', 'after', 'within', 'older', 'filled', 'empty'],
  flag: ['is'],
} as const satisfies Record<FilterKind, readonly string[]>

export type FilterOp = (typeof OPERATORS)[FilterKind][number]

export interface FilterCondition {
  field: string
  op: FilterOp
  /** Texts as the address holds them; their meaning depends on the kind. */
  values: string[]
}

export interface FilterGroup {
  join: 'and' | 'or'
  items: FilterNode[]
}

export type FilterNode = FilterCondition | FilterGroup

export const FILTER_LIMITS = { depth: 3, conditions: 20, values: 50, valueLength: 120 } as const

export const isGroup = (node: FilterNode): node is FilterGroup => 'join' in node

/** All conditions, whatever their depth. */
export function conditionsOf(node: FilterNode): FilterCondition[] {
  return isGroup(node) ? node.items.flatMap(conditionsOf) : [node]
}

/** Does the operator stand alone, without a value? */
export const takesNoValue = (op: FilterOp): boolean => op === 'filled' || op === 'empty'

/** Which of the moment's operators count days back from now. */
export const countsDays = (op: FilterOp): boolean => op === 'within' || op === 'older'
