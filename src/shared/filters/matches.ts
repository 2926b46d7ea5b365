import { digitsOf, phoneMatchKey } from '../phone.ts'
import { termsOf } from '../terms.ts'
import { addDays, startOfDay } from '../local-time.ts'
import { daysBefore } from './days.ts'
import { foldText } from './fold.ts'
import { isGroup, type FilterCondition, type FilterGroup, type FilterKind, type FilterNode } from './model.ts'

/** A record's value by the kind of its field; what is absent is null or empty. */
export interface FilterValues {
  words: string
  text: string | null
  /** Match keys of the addresses, as identities hold them. */
  address: readonly string[]
  choice: readonly string[]
  number: number | null
  day: string | null
  /** ISO, UTC. */
  moment: string | null
  flag: boolean
}
export type FilterValue = FilterValues[FilterKind]
export type FilterRecord = Readonly<Record<string, FilterValue>>

export interface FilterContext {
  kinds: ReadonlyMap<string, FilterKind>
  now: Date
  /** In which days begin. */
  timeZone: string
}

/** Does the record meet the filter? Agrees with the server's SQL for every filter that has no problem. */
export function matches(filter: FilterGroup, record: FilterRecord, context: FilterContext): boolean {
  return meetsNode(filter, record, context)
}

function meetsNode(node: FilterNode, record: FilterRecord, context: FilterContext): boolean {
  if (!isGroup(node)) return meetsCondition(node, record[node.field] ?? null, context)
  const meets = (item: FilterNode) => meetsNode(item, record, context)
  return node.join === 'and' ? node.items.every(meets) : node.items.some(meets)
}

function meetsCondition(condition: FilterCondition, value: FilterValue, context: FilterContext): boolean {
  const kind = context.kinds.get(condition.field)
  const { op, values } = condition
  if (op === 'empty') return isEmpty(value)
  if (op === 'filled') return !isEmpty(value)
  const [wanted = ''] = values
  switch (kind) {
    case 'words':
      return meetsWords(value as string, wanted)
    case 'text':
      return value !== null && meetsText(foldText(value as string), op, foldText(wanted))
    case 'address':
      return ((value ?? []) as string[]).some((key) =>
        meetsAddress(key, op, addressKey(condition.field, wanted)),
      )
    case 'choice': {
      const isAny = ((value ?? []) as string[]).some((one) => values.includes(one))
      return op === 'any' ? isAny : !isAny
    }
    case 'number':
      return value !== null && compares(value as number, op, Number(wanted))
    case 'day':
      return value !== null && meetsDay(value as string, op, wanted)
    case 'moment':
      return meetsMoment(value as string | null, condition, context)
    case 'flag':
      return (value === true) === (wanted === 'yes')
    case undefined:
      return false
  }
}

const isEmpty = (value: FilterValue): boolean =>
  value === null || value === undefined || (typeof value === 'object' && value.length === 0) || value === ''

function meetsWords(name: string, wanted: string): boolean {
  const terms = termsOf(name)
  const words = termsOf(wanted)
  return (
    words.length > 0 &&
    words.every((word, at) =>
      at === words.length - 1 ? terms.some((term) => term.startsWith(word)) : terms.includes(word),
    )
  )
}

function meetsText(text: string, op: FilterCondition['op'], wanted: string): boolean {
  if (text === '' || wanted === '') return false
  if (op === 'is') return text === wanted
  return op === 'starts' ? text.startsWith(wanted) : text.includes(wanted)
}

/** The part of a match key that a person's typing stands for. */
export function addressKey(field: string, text: string): string {
  return field === 'phone' ? phoneMatchKey(digitsOf(text)) : text.trim().toLowerCase()
}

function meetsAddress(key: string, op: FilterCondition['op'], wanted: string): boolean {
  if (wanted === '') return false
  if (op === 'is') return key === wanted
  return op === 'starts' ? key.startsWith(wanted) : key.endsWith(wanted)
}

function compares(value: number, op: FilterCondition['op'], wanted: number): boolean {
  if (op === 'is') return value === wanted
  return op === 'min' ? value >= wanted : value <= wanted
}

function meetsDay(day: string, op: FilterCondition['op'], wanted: string): boolean {
  if (op === 'on') return day === wanted
  return op === 'before' ? day < wanted : day > wanted
}

/** The instants between which a moment must lie: from inclusive, until exclusive. */
export function momentRange(
  { op, values: [wanted = ''] }: FilterCondition,
  { now, timeZone }: Pick<FilterContext, 'now' | 'timeZone'>,
): { from: Date | null; until: Date | null; orNever: boolean } {
  const start = () => startOfDay(wanted, timeZone)
  const end = () => startOfDay(addDays(wanted, 1), timeZone)
  switch (op) {
    case 'on':
      return { from: start(), until: end(), orNever: false }
    case 'before':
      return { from: null, until: start(), orNever: false }
    case 'after':
      return { from: end(), until: null, orNever: false }
    case 'within':
      return { from: daysBefore(now, Number(wanted)), until: null, orNever: false }
    default:
      // What never happened is older than any day.
      return { from: null, until: daysBefore(now, Number(wanted)), orNever: true }
  }
}

function meetsMoment(at: string | null, condition: FilterCondition, context: FilterContext): boolean {
  const { from, until, orNever } = momentRange(condition, context)
  if (at === null) return orNever
  const time = Date.parse(at)
  return (from === null || time >= from.getTime()) && (until === null || time < until.getTime())
}
