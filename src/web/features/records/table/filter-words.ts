import { CUSTOM_PREFIX, type FilterCondition, type FilterKind, type FilterOp } from '@shared/filters/index.ts'
import type { FieldDto } from '@shared/contracts/fields.ts'
import type { PlainKey } from '../../../i18n/catalogue.ts'

const FIELD_NAMES: Record<string, PlainKey> = {
  name: 'contacts.name',
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

/** A condition in words: "Responsable · es · Ana, Tomás". */
export function conditionWords(
  { field, op, values }: FilterCondition,
  words: { t: (key: PlainKey) => string; fieldName: (key: string) => string; nameOf: NameOf },
): string {
  const said = values.map((value) => words.nameOf(field, value)).join(', ')
  return [words.fieldName(field), words.t(OPERATOR_NAMES[op]), said].filter(Boolean).join(' · ')
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
