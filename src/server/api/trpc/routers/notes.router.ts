import { AddNote, EditNote, ListNotes, NoteRef } from '../../../../shared/contracts/notes.ts'
import { roleCan } from '../../../../shared/permissions.ts'
import { addRecordNote, deleteNote, editNote, listNotes } from '../../../modules/notes/index.ts'
import { router, workspace, type UserActor } from '../base.ts'

/** Who may order a workspace's records may also set others' notes right. */
const editorOf = (actor: UserActor) => ({ actor, mayChangeAll: roleCan(actor.role, 'contacts.delete') })

export const notesRouter = router({
  list: workspace('contacts.view')
    .input(ListNotes)
    .query(({ ctx, input }) => listNotes(ctx.db, input)),
  add: workspace('notes.create')
    .input(AddNote)
    .mutation(({ ctx, input }) => addRecordNote(ctx.db, input, ctx.actor)),
  edit: workspace('notes.create')
    .input(EditNote)
    .mutation(({ ctx, input }) => editNote(ctx.db, input, editorOf(ctx.actor))),
  delete: workspace('notes.create')
    .input(NoteRef)
    .mutation(({ ctx, input }) =>
      deleteNote(ctx.db, { ...input, now: ctx.services.now() }, editorOf(ctx.actor)),
    ),
})
