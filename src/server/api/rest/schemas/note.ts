import { z } from 'zod'
import * as notes from '../../../../shared/contracts/notes.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { paging, zTime } from './common.ts'
import { updatedSince } from './contact.ts'
import { page, request, response } from './registry.ts'

export const Note = response(
  'Note',
  z.strictObject({
    id: zId('note'),
    contactId: zId('contact').nullable(),
    companyId: zId('company').nullable(),
    dealId: zId('deal').nullable(),
    text: z.string(),
    authorId: zId('user').nullable().describe('Null for a program.'),
    version: z.number().int(),
    createdAt: zTime,
    updatedAt: zTime,
    deletedAt: zTime.nullable().describe('Only in lists of what changed.'),
  }),
)
export type Note = z.infer<typeof Note>

export const NotePage = page('NotePage', Note)

export const ListNotes = z
  .strictObject({
    contactId: zId('contact').optional().describe('Its notes, newest first.'),
    companyId: zId('company').optional().describe('Its notes, newest first.'),
    dealId: zId('deal').optional().describe('Its notes, newest first.'),
    updatedSince,
    ...paging(50),
  })
  .refine(
    ({ contactId, companyId, dealId, updatedSince: since }) =>
      [contactId, companyId, dealId, since].filter((given) => given !== undefined).length <= 1,
    { error: 'expected one record or updatedSince' },
  )

const { text } = notes.AddNote.shape

export const AddNote = request(
  'AddNote',
  z.union([
    z.strictObject({ contactId: zId('contact'), text }),
    z.strictObject({ companyId: zId('company'), text }),
    z.strictObject({ dealId: zId('deal'), text }),
  ]),
)

export const EditNote = request(
  'EditNote',
  z.strictObject({
    version: notes.EditNote.shape.version.describe('The version you saw. A newer one refuses the change.'),
    text,
  }),
)
