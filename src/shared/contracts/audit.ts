import { z } from 'zod'
import { zRecordRef } from './record-ref.ts'
import { zCursor, zDirection, zId, zText } from './z.ts'

export const ListAudit = z.strictObject({
  actorId: zId('user').optional(),
  /** As the log names it: `contact.updated`. */
  action: zText(48).optional(),
  /** The kind of thing: `contact`, `deal`, `task`, `pipeline`… */
  entity: zText(24).optional(),
  record: zRecordRef.optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListAudit = z.infer<typeof ListAudit>

export interface AuditRowDto {
  seq: number
  at: string
  actorKind: 'user' | 'api_key' | 'system'
  /** A user's or a key's id, or the name of a part of the system. */
  actorId: string
  action: string
  entity: string
  recordId: string
  /** Only what changed. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}
