import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import { findContact, listWholeContacts } from '../../../modules/contacts/index.ts'
import * as examples from '../examples.ts'
import { toContact } from '../present.ts'
import { route } from '../route.ts'
import { Contact, ContactPage, ListContacts } from '../schemas/contact.ts'

const common = { tag: 'Contacts' } as const

export const contactRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/contacts',
    operationId: 'listContacts',
    summary: 'List or search contacts',
    description: 'Newest first, or the best matches of `query`.',
    query: ListContacts,
    status: 200,
    response: ContactPage,
    errors: [],
    example: { response: examples.pageOf(examples.contact) },
    handle: async ({ db, query }) => {
      const { items, nextCursor } = await listWholeContacts(db, query)
      return { data: items.map(toContact), nextCursor }
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/contacts/{id}',
    operationId: 'getContact',
    summary: 'Read a contact',
    params: z.strictObject({ id: zId('contact') }),
    status: 200,
    response: Contact,
    errors: ['NOT_FOUND'],
    example: { response: examples.contact },
    handle: async ({ db, params }) => toContact(await findContact(db, params.id)),
  }),
]
