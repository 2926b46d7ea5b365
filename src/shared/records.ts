import type { Id } from './ids.ts'

/** Records that carry labels, notes, tasks and a timeline. */
export const RECORD_ENTITIES = ['contact', 'company', 'deal', 'conversation'] as const
export type RecordEntity = (typeof RECORD_ENTITIES)[number]

/** Records for which a workspace defines fields of its own. */
export const FIELD_ENTITIES = ['contact', 'company', 'deal'] as const
export type FieldEntity = (typeof FIELD_ENTITIES)[number]

export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'money',
  'date',
  'date_time',
  'select',
  'multi_select',
  'boolean',
  'phone',
  'email',
  'url',
  'member',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export const LIFECYCLES = ['lead', 'qualified', 'customer', 'lost'] as const
export type Lifecycle = (typeof LIFECYCLES)[number]

/** A record by entity and id: the id's kind is the entity's name. */
export type RecordRef = { [E in RecordEntity]: { entity: E; recordId: Id<E> } }[RecordEntity]
