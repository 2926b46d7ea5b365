import { z } from 'zod'
import { HUES, type Hue } from '../hues.ts'
import type { LabelId } from '../ids.ts'
import { zRecordRef } from './record-ref.ts'
import { zId, zText } from './z.ts'

const zLabelName = zText(48).trim().min(1)
const zColor = z.enum(HUES)

export const LabelRef = z.strictObject({ id: zId('label') })

export const CreateLabel = z.strictObject({ name: zLabelName, color: zColor.default('gris') })
export type CreateLabel = z.infer<typeof CreateLabel>

export const UpdateLabel = z.strictObject({
  id: zId('label'),
  name: zLabelName.optional(),
  color: zColor.optional(),
})
export type UpdateLabel = z.infer<typeof UpdateLabel>

const zLabelIds = z.array(zId('label')).max(20)

/** The same labels on and off many records. */
export const SetLabels = z.strictObject({
  records: z.array(zRecordRef).min(1).max(500),
  add: zLabelIds.default([]),
  remove: zLabelIds.default([]),
})
export type SetLabels = z.infer<typeof SetLabels>

/** What `labels.set` changed, exactly: handed to `labels.restore`, it undoes it. */
export const RestoreLabels = z.strictObject({
  changes: z.array(z.strictObject({ record: zRecordRef, added: zLabelIds, removed: zLabelIds })).max(500),
})
export type LabelChanges = z.infer<typeof RestoreLabels>

export interface LabelDto {
  id: LabelId
  name: string
  color: Hue
}
