export { CUSTOM_PREFIX, filterKinds, type FilterEntity, type TableEntity } from './catalogue.ts'
export { problemOf } from './check.ts'
export { isDay } from './days.ts'
export { foldText } from './fold.ts'
export { addressKey, matches, momentRange, type FilterContext, type FilterRecord } from './matches.ts'
export {
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
  type FilterOp,
} from './model.ts'
export { sortsOf } from './sorts.ts'
export { readFilter, writeFilter } from './text-form.ts'
