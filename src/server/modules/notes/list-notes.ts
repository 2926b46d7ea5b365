import { asc, desc, eq, gte, isNull } from 'drizzle-orm'
import type { ListNotes, NoteDto } from '../../../shared/contracts/notes.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { recordKeyOf } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notes } from '../../schema/index.ts'
import { requireRecords } from '../records/index.ts'
import { toNote, type NoteRow } from './note-dto.ts'

/** A record's notes, newest first. */
export async function listNotes(db: WorkspaceDb, input: ListNotes): Promise<Page<NoteDto>> {
  const { record, limit } = input
  await requireRecords(db, [record])
  const before = input.cursor === undefined ? undefined : decodePosition('note', input.cursor)
  const rows = await db.orm
    .select()
    .from(notes, { forceIndex: 'notes_record' })
    .where(
      own(
        db,
        notes,
        eq(notes.entity, record.entity),
        eq(notes.recordId, recordKeyOf(record.recordId)),
        isNull(notes.deletedAt),
        beyond({ column: notes.createdAt, id: notes.id, isForward: false }, before),
      ),
    )
    .orderBy(desc(notes.createdAt), desc(notes.id))
    .limit(limit + 1)
  return notePage(rows, limit, (row) => row.createdAt)
}

/** Notes of all records that changed since, deleted ones too, oldest change first. */
export async function listChangedNotes(
  db: WorkspaceDb,
  input: { updatedSince?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<NoteDto>> {
  const after = input.cursor === undefined ? undefined : decodePosition('note', input.cursor)
  const rows = await db.orm
    .select()
    .from(notes, { forceIndex: 'notes_updated' })
    .where(
      own(
        db,
        notes,
        input.updatedSince === undefined ? undefined : gte(notes.updatedAt, new Date(input.updatedSince)),
        beyond({ column: notes.updatedAt, id: notes.id, isForward: true }, after),
      ),
    )
    .orderBy(asc(notes.updatedAt), asc(notes.id))
    .limit(input.limit + 1)
  return notePage(rows, input.limit, (row) => row.updatedAt)
}

function notePage(rows: NoteRow[], limit: number, timeOf: (row: NoteRow) => Date): Page<NoteDto> {
  const page = pageOf(rows, limit, (row) => [timeOf(row), row.id])
  return { ...page, items: page.items.map(toNote) }
}
