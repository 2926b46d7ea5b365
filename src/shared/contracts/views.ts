import { z } from 'zod'
import type { UserId, ViewId } from '../ids.ts'
import { zId, zText } from './z.ts'
import { zFilterText, zSort } from './lists.ts'

export const VIEW_ENTITIES = ['contact', 'company', 'deal', 'task'] as const
export type ViewEntity = (typeof VIEW_ENTITIES)[number]

export const zViewDefinition = z.strictObject({
  /** In order; what is missing is hidden. Widths in pixels. */
  columns: z
    .array(z.strictObject({ key: zText(60).min(1), width: z.number().int().min(60).max(900).optional() }))
    .max(80),
  filter: zFilterText.optional(),
  sort: zSort.optional(),
})
export type ViewDefinition = z.infer<typeof zViewDefinition>

const zViewName = zText(80).trim().min(1)

export const ListViews = z.strictObject({ entity: z.enum(VIEW_ENTITIES) })

export const CreateView = z.strictObject({
  entity: z.enum(VIEW_ENTITIES),
  name: zViewName,
  definition: zViewDefinition,
  /** Everybody of the workspace sees it; needs views.share. */
  isShared: z.boolean().default(false),
})
export type CreateView = z.infer<typeof CreateView>

export const UpdateView = z.strictObject({
  id: zId('view'),
  version: z.number().int().min(1),
  name: zViewName.optional(),
  definition: zViewDefinition.optional(),
  isShared: z.boolean().optional(),
})
export type UpdateView = z.infer<typeof UpdateView>

export const ViewRef = z.strictObject({ id: zId('view') })

export interface ViewDto {
  id: ViewId
  entity: ViewEntity
  name: string
  definition: ViewDefinition
  isShared: boolean
  createdBy: UserId
  version: number
}
