import {
  countsDays,
  CUSTOM_PREFIX,
  type FilterCondition,
  type FilterKind,
  type FilterOp,
} from '@shared/filters/index.ts'
import type { FieldDto } from '@shared/contracts/fields.ts'
import type { PlainKey, Translate } from '../../../i18n/catalogue.ts'
import type { Formatter } from '../../../i18n/format.ts'
import { showDay } from './values.ts'

const FIELD_NAMES: Record<string, PlainKey> = {
  name: 'contacts.name',
  title: 'contacts.name',
  phone: 'contacts.phone',
  email: 'contacts.email',
  owner: 'contacts.owner',
  lifecycle: 'contacts.lifecycle',
  label: 'contacts.labels',
  company: 'contacts.companies',
  language: 'contacts.language',
  source: 'contacts.source',
  createdAt: 'contacts.created',
  updatedAt: 'contacts.updated',
  lastMessageAt: 'contacts.lastMessage',
  hasOpenDeal: 'contacts.openDeals',
  hasOverdueTask: 'contacts.overdueTasks',
  domain: 'companies.domain',
}

const ACTIVITY = ['lastMessageAt', 'hasOpenDeal', 'hasOverdueTask', 'createdAt', 'updatedAt']

/** The heads under which a form lists the fields. */
export const FIELD_GROUPS = ['filter.standard', 'filter.activity', 'filter.custom'] as const

/** Under which head a field stands. */
export function groupOf(key: string): (typeof FIELD_GROUPS)[number] {
  if (key.startsWith(CUSTOM_PREFIX)) return 'filter.custom'
  return ACTIVITY.includes(key) ? 'filter.activity' : 'filter.standard'
}

/** A field as a filter names it to people. */
export function fieldName(key: string, fields: readonly FieldDto[], t: (key: PlainKey) => string): string {
  const known = FIELD_NAMES[key]
  if (known) return t(known)
  return fields.find((field) => `${CUSTOM_PREFIX}${field.key}` === key)?.label ?? key
}

export const OPERATOR_NAMES: Record<FilterOp, PlainKey> = {
  has: 'filter.has',
  starts: 'filter.starts',
  ends: 'filter.ends',
  is: 'filter.is',
  any: 'filter.any',
  none: 'filter.none',
  min: 'filter.min',
  max: 'filter.max',
  on: 'filter.on',
  before: 'filter.before',
  after: 'filter.after',
  within: 'filter.within',
  older: 'filter.older',
  filled: 'filter.filled',
  empty: 'filter.empty',
}

/** What a value of a choice is called. */
export type NameOf = (field: string, value: string) => string

interface Words {
  t: Translate
  locale: string
  format: Formatter
  fieldName: (key: string) => string
  nameOf: NameOf
}

const NUMBER = /^-?\d+(\.\d+)?$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A condition in words: "Responsable es Ana o Tomás", "Creado en los últimos 7 días". */
export function conditionWords({ field, op, values }: FilterCondition, words: Words): string {
  const { t, locale } = words
  const name = words.fieldName(field)
  if (countsDays(op))
    return `${name} ${t(op === 'within' ? 'filter.withinDays' : 'filter.olderDays', { count: Number(values[0]) })}`
  const said = values.map((value) => {
    if (DAY.test(value)) return showDay(value, locale)
    if ((op === 'min' || op === 'max') && NUMBER.test(value)) return words.format.count(Number(value))
    return words.nameOf(field, value)
  })
  // Of one value nobody says "any of".
  const only = said.length === 1 && (op === 'any' || op === 'none')
  const operator = t(only ? (op === 'any' ? 'filter.is' : 'filter.isNot') : OPERATOR_NAMES[op])
  return [name, operator, said.join(', ')].filter(Boolean).join(' ')
}

/** The operator that a new condition starts with. */
export const FIRST_OPERATOR: Record<FilterKind, FilterOp> = {
  words: 'has',
  text: 'has',
  address: 'is',
  choice: 'any',
  number: 'min',
  day: 'on',
  moment: 'within',
  flag: 'is',
}
