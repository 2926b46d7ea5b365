import { z } from 'zod'
import type { ExportId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { dealListFilters } from './deals.ts'
import { zFilterText, zSort } from './lists.ts'
import { zCursor, zDirection, zId, zText } from './z.ts'

export const EXPORT_ENTITIES = ['contact', 'company', 'deal'] as const
export type ExportEntity = (typeof EXPORT_ENTITIES)[number]
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export const EXPORT_STATES = ['running', 'ready', 'failed', 'expired'] as const
export type ExportState = (typeof EXPORT_STATES)[number]

/** A column by its key: a fact of the record, or `custom.<key>`. Unknown ones stay empty. */
const zColumn = z.string().regex(/^(?:[a-zA-Z]{1,40}|custom\.[a-z0-9_]{1,48})$/)

const common = {
  format: z.enum(EXPORT_FORMATS).default('csv'),
  /** Absent: all that the record has. */
  columns: z.array(zColumn).min(1).max(100).optional(),
}

const table = {
  filter: zFilterText.optional(),
  sort: zSort.default('-createdAt'),
  q: zText(LIMITS.searchQuery).optional(),
}

/** What a list shows, as a file. */
export const CreateExport = z.discriminatedUnion('entity', [
  z.strictObject({ entity: z.literal('contact'), ...common, ...table }),
  z.strictObject({ entity: z.literal('company'), ...common, ...table }),
  z.strictObject({
    entity: z.literal('deal'),
    ...common,
    ...dealListFilters,
  }),
])
export type CreateExport = z.infer<typeof CreateExport>

export const ExportRef = z.strictObject({ id: zId('export') })

export const ListExports = z.strictObject({
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(20),
})
export type ListExports = z.infer<typeof ListExports>

export interface ExportDto {
  id: ExportId
  entity: ExportEntity
  format: ExportFormat
  state: ExportState
  rowCount: number
  fileName: string
  /** Bytes; null until it is ready. */
  size: number | null
  /** Opens for members who may export, until `expiresAt`; null until it is ready. */
  url: string | null
  expiresAt: string | null
  by: UserId | null
  createdAt: string
}
