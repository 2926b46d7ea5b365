export { addNote as addRecordNote, deleteNote, editNote } from './change-notes.ts'
export { listChangedNotes, listNotes } from './list-notes.ts'
