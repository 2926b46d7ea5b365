import { LIFECYCLES } from '../records.ts'
import { isDay } from './days.ts'
import {
  conditionsOf,
  countsDays,
  FILTER_LIMITS,
  isGroup,
  OPERATORS,
  takesNoValue,
  type FilterCondition,
  type FilterGroup,
  type FilterKind,
  type FilterNode,
} from './model.ts'

/** @returns why the filter can't be used, in English, or null. */
export function problemOf(filter: FilterGroup, kinds: ReadonlyMap<string, FilterKind>): string | null {
  if (depthOf(filter) > FILTER_LIMITS.depth) return `groups may be nested ${FILTER_LIMITS.depth} deep`
  const conditions = conditionsOf(filter)
  if (conditions.length > FILTER_LIMITS.conditions)
    return `there may be ${FILTER_LIMITS.conditions} conditions`
  for (const condition of conditions) {
    const why = conditionProblem(condition, kinds)
    if (why) return `${condition.field}: ${why}`
  }
  return null
}

const depthOf = (node: FilterNode): number =>
  isGroup(node) ? 1 + Math.max(0, ...node.items.map(depthOf)) : 0

function conditionProblem(
  { field, op, values }: FilterCondition,
  kinds: ReadonlyMap<string, FilterKind>,
): string | null {
  const kind = kinds.get(field)
  if (!kind) return 'cannot be filtered by'
  if (!(OPERATORS[kind] as readonly string[]).includes(op)) return `${op} is no operator of it`
  if (takesNoValue(op)) return values.length === 0 ? null : `${op} takes no value`
  if (values.length === 0) return 'a value is missing'
  if (kind !== 'choice' && values.length > 1) return 'takes one value'
  if (values.length > FILTER_LIMITS.values) return `takes ${FILTER_LIMITS.values} values at most`
  if (values.some((value) => value === '' || value.length > FILTER_LIMITS.valueLength))
    return 'a value is empty or too long'
  return values.every((value) => isValue(value, { kind, op, field })) ? null : 'a value has the wrong form'
}

interface Slot {
  kind: FilterKind
  op: FilterCondition['op']
  field: string
}

function isValue(value: string, { kind, op, field }: Slot): boolean {
  if (countsDays(op)) return /^\d{1,4}$/.test(value)
  switch (kind) {
    case 'number':
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(value)
    case 'day':
    case 'moment':
      // Room for the day after: what follows the year 9999 has five digits.
      return isDay(value) && value < '9000'
    case 'flag':
      return value === 'yes' || value === 'no'
    case 'choice':
      return field !== 'lifecycle' || LIFECYCLES.some((lifecycle) => lifecycle === value)
    case 'words':
    case 'text':
    case 'address':
      return true
  }
}
