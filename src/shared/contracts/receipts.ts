import { z } from 'zod'
import type { ChannelId } from '../ids.ts'
import { zCursor, zDirection } from './z.ts'

export const ListReceipts = z.strictObject({
  state: z.enum(['pending', 'done', 'failed']).default('failed'),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListReceipts = z.infer<typeof ListReceipts>

export const ReceiptRef = z.strictObject({ id: z.number().int().min(1) })

export interface ReceiptDto {
  id: number
  channelId: ChannelId
  state: 'pending' | 'done' | 'failed'
  error: { message: string; at: string } | null
  attempts: number
  receivedAt: string
  /** The raw item, cut to its first 4,000 characters. */
  bodyPreview: string
}
