import type { FieldType } from '../records.ts'
import { CUSTOM_PREFIX, type FilterField, type TableEntity } from './catalogue.ts'

/** What a table can be sorted by, beside custom fields: each has an index that holds the order. */
export const STANDARD_SORTS = {
  contact: ['name', 'owner', 'lifecycle', 'lastMessageAt', 'createdAt', 'updatedAt'],
  company: ['name', 'domain', 'owner', 'createdAt', 'updatedAt'],
} as const satisfies Record<TableEntity, readonly string[]>

/** Several values have no order, and of a long text nobody expects one. */
const WITHOUT_ORDER: readonly FieldType[] = ['multi_select', 'long_text']

/** Only filterable fields are in the index of values. */
const isSortable = ({ type, isFilterable, archivedAt }: FilterField): boolean =>
  isFilterable && archivedAt === null && !WITHOUT_ORDER.includes(type)

/** All that a table of the kind can be sorted by; custom fields as `custom.<key>`. */
export function sortsOf(entity: TableEntity, fields: readonly FilterField[]): Set<string> {
  const custom = fields.filter(isSortable).map(({ key }) => `${CUSTOM_PREFIX}${key}`)
  return new Set<string>([...STANDARD_SORTS[entity], ...custom])
}
