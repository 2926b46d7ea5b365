import { z } from 'zod'
import type { NoteId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import type { RecordRef } from '../records.ts'
import { zVersion } from './records.ts'
import { zCursor, zDirection, zId, zText } from './z.ts'

/** Remarks in a conversation are messages. */
export type NotedRecord = Exclude<RecordRef, { entity: 'conversation' }>

const zNotedRecord = z.discriminatedUnion('entity', [
  z.strictObject({ entity: z.literal('contact'), recordId: zId('contact') }),
  z.strictObject({ entity: z.literal('company'), recordId: zId('company') }),
  z.strictObject({ entity: z.literal('deal'), recordId: zId('deal') }),
])

const zNoteText = zText(LIMITS.noteText).trim().min(1)

export const NoteRef = z.strictObject({ id: zId('note') })

export const AddNote = z.strictObject({ record: zNotedRecord, text: zNoteText })
export type AddNote = z.infer<typeof AddNote>

export const EditNote = z.strictObject({ id: zId('note'), text: zNoteText, version: zVersion.optional() })
export type EditNote = z.infer<typeof EditNote>

export const ListNotes = z.strictObject({
  record: zNotedRecord,
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListNotes = z.infer<typeof ListNotes>

export type NoteDto = NotedRecord & {
  id: NoteId
  text: string
  /** Null for a program. */
  authorId: UserId | null
  version: number
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}
