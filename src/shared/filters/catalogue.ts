import type { FieldType } from '../records.ts'
import type { FilterKind } from './model.ts'

/** Those that have a table in every order that an index holds. */
export type TableEntity = 'contact' | 'company'
export type FilterEntity = TableEntity | 'deal'

/** Fields that every record of the kind has, by the key that filters use. */
export const STANDARD_FILTERS = {
  contact: {
    name: 'words',
    phone: 'address',
    email: 'address',
    owner: 'choice',
    lifecycle: 'choice',
    label: 'choice',
    company: 'choice',
    language: 'choice',
    source: 'choice',
    createdAt: 'moment',
    updatedAt: 'moment',
    lastMessageAt: 'moment',
    hasOpenDeal: 'flag',
    hasOverdueTask: 'flag',
  },
  company: {
    name: 'words',
    domain: 'choice',
    owner: 'choice',
    label: 'choice',
    createdAt: 'moment',
    updatedAt: 'moment',
    hasOpenDeal: 'flag',
    hasOverdueTask: 'flag',
  },
  deal: {
    title: 'words',
    owner: 'choice',
    label: 'choice',
    company: 'choice',
    source: 'choice',
    createdAt: 'moment',
    updatedAt: 'moment',
    hasOverdueTask: 'flag',
  },
} as const satisfies Record<FilterEntity, Record<string, FilterKind>>

const KIND_OF_TYPE: Record<FieldType, FilterKind> = {
  text: 'text',
  long_text: 'text',
  phone: 'text',
  email: 'text',
  url: 'text',
  number: 'number',
  money: 'number',
  date: 'day',
  date_time: 'moment',
  select: 'choice',
  multi_select: 'choice',
  member: 'choice',
  boolean: 'flag',
}

/** What a filter needs to know of a custom field. */
export interface FilterField {
  key: string
  type: FieldType
  isFilterable: boolean
  archivedAt: string | Date | null
}

/** Custom fields stand in filters as `custom.<key>`. */
export const CUSTOM_PREFIX = 'custom.'

/** All fields by which records of the kind can be filtered. */
export function filterKinds(entity: FilterEntity, fields: readonly FilterField[]): Map<string, FilterKind> {
  const kinds = new Map<string, FilterKind>(Object.entries(STANDARD_FILTERS[entity]))
  for (const { key, type, isFilterable, archivedAt } of fields)
    if (isFilterable && archivedAt === null) kinds.set(`${CUSTOM_PREFIX}${key}`, KIND_OF_TYPE[type])
  return kinds
}
