import { z } from 'zod'
import type { FieldId } from '../ids.ts'
import { FIELD_ENTITIES, FIELD_TYPES, type FieldEntity, type FieldType } from '../records.ts'
import { zId, zText } from './z.ts'

/** One choice of a select. The key is what records hold; it is made from the label once. */
export interface FieldOption {
  key: string
  label: string
  /** One of the hues of the design tokens. */
  color?: string | undefined
}

/** Beyond its type, what a value must meet. Which rules count depends on the type. */
export interface FieldRules {
  /** Numbers and amounts (in whole units of the currency). */
  min?: number | undefined
  max?: number | undefined
  /** Characters of a text. */
  minLength?: number | undefined
  maxLength?: number | undefined
  /** A mask: `9` is a digit, `A` a letter, `*` either; every other character stands for itself. */
  pattern?: string | undefined
}

export interface FieldDto {
  id: FieldId
  entity: FieldEntity
  /** Names the field in `custom`, in filters and in imports; never changes. */
  key: string
  label: string
  type: FieldType
  options: FieldOption[]
  rules: FieldRules
  isRequired: boolean
  isFilterable: boolean
  section: string | null
  position: number
  version: number
  archivedAt: string | null
}

const zLabel = zText(80).trim().min(1)
const zSection = zText(60).trim().min(1).nullable()
const zBound = z.number().min(-1e15).max(1e15)
const zLength = z.number().int().min(0).max(8000)

export const zFieldRules = z.strictObject({
  min: zBound.optional(),
  max: zBound.optional(),
  minLength: zLength.optional(),
  maxLength: zLength.optional(),
  pattern: zText(80).min(1).optional(),
})

export const zFieldOption = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9_]{1,48}$/)
    .optional(),
  label: zLabel,
  color: z
    .string()
    .regex(/^[a-z]{1,16}$/)
    .optional(),
})
const zOptions = z.array(zFieldOption).max(200)

export const ListFields = z.strictObject({ entity: z.enum(FIELD_ENTITIES) })

export const CreateField = z.strictObject({
  entity: z.enum(FIELD_ENTITIES),
  label: zLabel,
  type: z.enum(FIELD_TYPES),
  /** For select and multi_select only. */
  options: zOptions.optional(),
  rules: zFieldRules.optional(),
  isRequired: z.boolean().default(false),
  isFilterable: z.boolean().default(false),
  section: zSection.default(null),
})
export type CreateField = z.infer<typeof CreateField>

/** The type never changes: values that are stored would lose their meaning. */
export const UpdateField = z.strictObject({
  id: zId('field'),
  version: z.number().int().min(1),
  label: zLabel.optional(),
  options: zOptions.optional(),
  rules: zFieldRules.optional(),
  isRequired: z.boolean().optional(),
  isFilterable: z.boolean().optional(),
  section: zSection.optional(),
  /** An archived field is hidden everywhere; what records hold of it is kept. */
  isArchived: z.boolean().optional(),
})
export type UpdateField = z.infer<typeof UpdateField>

/** All fields of a kind of record in their new order. */
export const ReorderFields = z.strictObject({
  entity: z.enum(FIELD_ENTITIES),
  ids: z.array(zId('field')).max(500),
})
export type ReorderFields = z.infer<typeof ReorderFields>

/** The currency's minor unit, integer. */
export interface MoneyValue {
  amount: number
  currency: string
}
