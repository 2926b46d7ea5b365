import { z } from 'zod'
import { zFieldOption, zFieldRules } from '../../../../shared/contracts/fields.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { FIELD_ENTITIES, FIELD_TYPES } from '../../../../shared/records.ts'
import { zTime } from './common.ts'
import { request, response } from './registry.ts'

const rulesText =
  '`min`, `max` for numbers and whole units of money; `minLength`, `maxLength`, and `pattern` for texts: a mask in which `9` is a digit, `A` a letter, `*` either.'
const filterableText =
  'Whether lists can be filtered by it. Turned on later, values that are there already are indexed in the background.'

const zLabel = zText(80).trim().min(1).describe('What people read.')
const zSection = zText(60).trim().min(1).nullable().describe('The heading under which a record shows it.')
const zOptions = z
  .array(zFieldOption)
  .max(200)
  .describe(
    'For `select` and `multi_select`. Keys are made from labels where they are left out, and never change.',
  )

export const Field = response(
  'Field',
  z.strictObject({
    id: zId('field'),
    entity: z.enum(FIELD_ENTITIES),
    key: z.string().describe('Names the value in `custom` of the records. Never changes.'),
    label: z.string(),
    type: z.enum(FIELD_TYPES).describe('Never changes.'),
    options: z.array(z.strictObject({ key: z.string(), label: z.string(), color: z.string().optional() })),
    rules: zFieldRules.describe(rulesText),
    isRequired: z.boolean().describe('Records can neither be made nor emptied without it.'),
    isFilterable: z.boolean().describe(filterableText),
    section: z.string().nullable(),
    position: z.number().int(),
    version: z.number().int(),
    archivedAt: zTime.nullable().describe('Since when it is hidden; what records hold of it is kept.'),
  }),
)
export type Field = z.infer<typeof Field>

export const FieldList = response('FieldList', z.strictObject({ data: z.array(Field) }))

export const ListFields = z.strictObject({
  entity: z.enum(FIELD_ENTITIES).describe('The kind of record whose fields are wanted.'),
})

export const CreateField = request(
  'CreateField',
  z.strictObject({
    entity: z.enum(FIELD_ENTITIES),
    label: zLabel,
    type: z.enum(FIELD_TYPES),
    options: zOptions.optional(),
    rules: zFieldRules.describe(rulesText).optional(),
    isRequired: z.boolean().default(false),
    isFilterable: z.boolean().default(false).describe(filterableText),
    section: zSection.default(null),
  }),
)

export const UpdateField = request(
  'UpdateField',
  z.strictObject({
    version: z.number().int().min(1).describe('The version you read; an older one is refused.'),
    label: zLabel.optional(),
    options: zOptions.optional(),
    rules: zFieldRules.describe(rulesText).optional(),
    isRequired: z.boolean().optional(),
    isFilterable: z.boolean().describe(filterableText).optional(),
    section: zSection.optional(),
    isArchived: z.boolean().describe('Hides the field, or brings it back.').optional(),
  }),
)
