import { eq } from 'drizzle-orm'
import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { AddNote, EditNote, NoteDto } from '../../../shared/contracts/notes.ts'
import { newId, recordKeyOf, type NoteId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { notes } from '../../schema/index.ts'
import { requireRecords } from '../records/index.ts'
import { recordOf, toNote, type NoteRow } from './note-dto.ts'

/** Who changes a note: its author, or somebody who may change those of others (admins, programs). */
export interface Editor {
  actor: Actor
  mayChangeAll: boolean
}

/** @throws AppError NOT_FOUND where the record is none of the workspace's. */
export function addNote(db: WorkspaceDb, { record, text }: AddNote, actor: Actor): Promise<NoteDto> {
  return db.tx(async (tx) => {
    await requireRecords(tx, [record])
    const id = newId('note')
    await tx.orm.insert(notes).values({
      workspaceId: tx.workspaceId,
      id,
      entity: record.entity,
      recordId: recordKeyOf(record.recordId),
      authorId: memberOf(actor),
      text,
    })
    tx.emit({ type: 'record.noted', data: { ...record, noteId: id, by: memberOf(actor) } })
    tx.audit({
      actor,
      action: 'note.added',
      entity: 'note',
      recordId: id,
      before: null,
      after: { ...record, text },
    })
    return toNote(await locked(tx, id))
  })
}

/** @throws AppError NOT_FOUND, FORBIDDEN, STALE_VERSION */
export function editNote(db: WorkspaceDb, input: EditNote, by: Editor): Promise<NoteDto> {
  return db.tx(async (tx) => {
    const row = await locked(tx, input.id)
    refuseOthers(row, by)
    if (input.version !== undefined && input.version !== row.version)
      throw new AppError('STALE_VERSION', 'the note was changed meanwhile', {
        details: { version: row.version },
      })
    if (input.text === row.text) return toNote(row)
    return change(tx, row, {
      set: { text: input.text },
      audit: {
        actor: by.actor,
        action: 'note.edited',
        before: { text: row.text },
        after: { text: input.text },
      },
    })
  })
}

/** @throws AppError NOT_FOUND, FORBIDDEN */
export function deleteNote(
  db: WorkspaceDb,
  { id, now }: { id: NoteId; now: Date },
  by: Editor,
): Promise<{ id: NoteId; deleted: true }> {
  return db.tx(async (tx) => {
    const row = await locked(tx, id)
    refuseOthers(row, by)
    await change(tx, row, {
      set: { deletedAt: now },
      audit: { actor: by.actor, action: 'note.deleted', before: { text: row.text }, after: null },
    })
    return { id, deleted: true as const }
  })
}

interface NoteChange {
  set: { text: string } | { deletedAt: Date }
  audit: {
    actor: Actor
    action: string
    before: Record<string, unknown>
    after: Record<string, unknown> | null
  }
}

async function change(tx: WorkspaceTx, row: NoteRow, { set, audit }: NoteChange): Promise<NoteDto> {
  const changed = { ...set, version: row.version + 1, updatedAt: tx.now }
  await tx.orm
    .update(notes)
    .set(changed)
    .where(own(tx, notes, eq(notes.id, row.id)))
  tx.emit({ type: 'record.noted', data: { ...recordOf(row), noteId: row.id, by: memberOf(audit.actor) } })
  tx.audit({ entity: 'note', recordId: row.id, ...audit })
  return toNote({ ...row, ...changed })
}

async function locked(tx: WorkspaceTx, id: NoteId): Promise<NoteRow> {
  const [row] = await tx.orm
    .select()
    .from(notes)
    .where(own(tx, notes, eq(notes.id, id)))
    .for('update')
  if (!row || row.deletedAt) throw notFound('note')
  return row
}

function refuseOthers(row: NoteRow, { actor, mayChangeAll }: Editor): void {
  if (mayChangeAll || (actor.kind === 'user' && row.authorId === actor.userId)) return
  throw new AppError('FORBIDDEN', 'only its author or an admin may change a note')
}
