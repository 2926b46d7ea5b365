import type { NoteDto, NotedRecord } from '../../../shared/contracts/notes.ts'
import { idOfKey } from '../../../shared/ids.ts'
import type { notes } from '../../schema/index.ts'

export type NoteRow = typeof notes.$inferSelect

export function toNote(row: NoteRow): NoteDto {
  const { id, text, authorId, version } = row
  return {
    ...recordOf(row),
    id,
    text,
    authorId,
    version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}

/** Notes are written on three kinds of record; a conversation's are its messages. */
export function recordOf({ entity, recordId }: Pick<NoteRow, 'entity' | 'recordId'>): NotedRecord {
  return { entity, recordId: idOfKey(entity, recordId) } as NotedRecord
}
