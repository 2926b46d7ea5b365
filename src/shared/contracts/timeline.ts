import { z } from 'zod'
import type { ConversationId, DealId, NoteId, TaskId, UserId } from '../ids.ts'
import { zRecordRef } from './record-ref.ts'
import { zDirection } from './z.ts'
import type { TaskType } from '../tasks.ts'

/** Longer than other cursors: it holds a place in each of the sources. */
const zTimelineCursor = z
  .string()
  .max(600)
  .regex(/^[A-Za-z0-9_-]+$/)

export const ListTimeline = z.strictObject({
  record: zRecordRef,
  cursor: zTimelineCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(30),
})
export type ListTimeline = z.infer<typeof ListTimeline>

/** One thing that happened to a record; `at` is when it happened, newest first. */
export type TimelineEntry = { at: string; key: string } & TimelineFact

export type TimelineFact =
  | {
      kind: 'change'
      action: string
      actorKind: 'user' | 'api_key' | 'system'
      actorId: string
      before: Record<string, unknown> | null
      after: Record<string, unknown> | null
    }
  | { kind: 'note'; noteId: NoteId; authorId: UserId | null; text: string }
  | {
      kind: 'conversation'
      conversationId: ConversationId
      number: number
      status: string
      preview: string
      lastDirection: string
    }
  | { kind: 'task'; taskId: TaskId; title: string; type: TaskType; doneBy: UserId | null }
  | {
      kind: 'deal'
      dealId: DealId
      number: number
      title: string
      status: string
      amount: number | null
      currency: string
    }
