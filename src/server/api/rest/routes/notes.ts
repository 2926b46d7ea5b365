import { z } from 'zod'
import type { NotedRecord } from '../../../../shared/contracts/notes.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import type { CompanyId, ContactId, DealId } from '../../../../shared/ids.ts'
import {
  addRecordNote,
  deleteNote,
  editNote,
  listChangedNotes,
  listNotes,
} from '../../../modules/notes/index.ts'
import * as people from '../examples-people.ts'
import { pageOf } from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { toNote } from '../present.ts'
import { route } from '../route.ts'
import { deletedOf } from '../schemas/common.ts'
import { AddNote, EditNote, ListNotes, Note, NotePage } from '../schemas/note.ts'

const common = { tag: 'Notes' } as const
const params = z.strictObject({ id: zId('note') })

interface RecordIds {
  contactId?: ContactId | undefined
  companyId?: CompanyId | undefined
  dealId?: DealId | undefined
}

/** The record that a call names, if it names one. */
function recordOf({ contactId, companyId, dealId }: RecordIds): NotedRecord | undefined {
  if (contactId) return { entity: 'contact', recordId: contactId }
  if (companyId) return { entity: 'company', recordId: companyId }
  return dealId && { entity: 'deal', recordId: dealId }
}

export const noteRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/notes',
    operationId: 'listNotes',
    summary: 'List notes',
    description: 'Of one record, newest first; of all of them, by their last change, oldest change first.',
    query: ListNotes,
    status: 200,
    response: NotePage,
    errors: ['NOT_FOUND'],
    example: { response: pageOf(people.note) },
    handle: async ({ db, query }) => {
      const record = recordOf(query)
      const page = record ? await listNotes(db, { ...query, record }) : await listChangedNotes(db, query)
      return { data: page.items.map(toNote), nextCursor: page.nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/notes',
    operationId: 'addNote',
    summary: 'Add a note to a contact, a company or a deal',
    body: jsonBody(AddNote),
    status: 201,
    response: Note,
    errors: ['NOT_FOUND'],
    example: { body: { contactId: people.note.contactId, text: people.note.text }, response: people.note },
    handle: async ({ db, body, actor }) => {
      const record = recordOf(body)
      if (!record) throw new Error('the schema let a note without a record through')
      return toNote(await addRecordNote(db, { record, text: body.text }, actor))
    },
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/notes/{id}',
    operationId: 'editNote',
    summary: 'Change a note',
    params,
    body: jsonBody(EditNote),
    status: 200,
    response: Note,
    errors: ['NOT_FOUND', 'STALE_VERSION'],
    example: { body: { version: 1, text: people.note.text }, response: people.note },
    handle: async ({ db, params: { id }, body, actor }) =>
      toNote(await editNote(db, { id, ...body }, { actor, mayChangeAll: true })),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/notes/{id}',
    operationId: 'deleteNote',
    summary: 'Delete a note',
    params,
    status: 200,
    response: deletedOf('note'),
    errors: ['NOT_FOUND'],
    example: { response: { id: people.note.id, deleted: true } },
    handle: ({ services, db, params: { id }, actor }) =>
      deleteNote(db, { id, now: services.now() }, { actor, mayChangeAll: true }),
  }),
]
