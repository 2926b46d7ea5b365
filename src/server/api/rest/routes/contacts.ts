import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  addAddress,
  addConsent,
  addContact,
  deleteContact,
  findContact,
  listConsents,
  listWholeContacts,
  removeAddress,
  updateAddress,
  updateContact,
} from '../../../modules/contacts/index.ts'
import * as people from '../examples-people.ts'
import * as examples from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { toContact } from '../present.ts'
import { route } from '../route.ts'
import { deletedOf, paging } from '../schemas/common.ts'
import {
  AddAddress,
  AddConsent,
  Consent,
  ConsentPage,
  Contact,
  ContactPage,
  CreateContact,
  ListContacts,
  UpdateAddress,
  UpdateContact,
} from '../schemas/contact.ts'

const common = { tag: 'Contacts' } as const
const params = z.strictObject({ id: zId('contact') })
const addressParams = z.strictObject({ id: zId('contact'), addressId: zId('identity') })

export const contactRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/contacts',
    operationId: 'listContacts',
    summary: 'List or search contacts',
    description: 'Newest first, or the best matches of `query`, or what changed since a moment.',
    query: ListContacts,
    status: 200,
    response: ContactPage,
    errors: [],
    example: { response: examples.pageOf(examples.contact) },
    handle: async ({ services, db, query }) => {
      const { items, nextCursor } = await listWholeContacts(db, query)
      return { data: items.map((contact) => toContact({ services, db }, contact)), nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/contacts',
    operationId: 'createContact',
    summary: 'Create a contact',
    description: 'A phone or an e-mail belongs to one contact: `ADDRESS_TAKEN` says to which.',
    body: jsonBody(CreateContact),
    status: 201,
    response: Contact,
    errors: ['NOT_FOUND', 'ADDRESS_TAKEN'],
    example: { body: people.createContact, response: examples.contact },
    handle: async ({ services, db, body, actor }) =>
      toContact({ services, db }, await addContact(db, body, actor)),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/contacts/{id}',
    operationId: 'getContact',
    summary: 'Read a contact',
    description: 'A deleted one too. A merged one answers with the contact that it became part of.',
    params,
    status: 200,
    response: Contact,
    errors: ['NOT_FOUND'],
    example: { response: examples.contact },
    handle: async ({ services, db, params: { id } }) =>
      toContact({ services, db }, await findContact(db, id)),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/contacts/{id}',
    operationId: 'updateContact',
    summary: 'Change a contact',
    description: 'What is left out stays. A photo is uploaded first, with `POST /uploads`.',
    params,
    body: jsonBody(UpdateContact),
    status: 200,
    response: Contact,
    errors: ['NOT_FOUND', 'STALE_VERSION'],
    example: { body: { version: 1, lifecycle: 'customer' }, response: examples.contact },
    handle: async ({ services, db, params: { id }, body, actor }) =>
      toContact({ services, db }, await updateContact(db, { id, ...body }, actor)),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/contacts/{id}',
    operationId: 'deleteContact',
    summary: 'Delete a contact',
    description: 'It leaves lists and search, keeps its conversations, and members can restore it.',
    params,
    status: 200,
    response: deletedOf('contact'),
    errors: ['NOT_FOUND', 'CONFLICT'],
    example: { response: { id: examples.contact.id, deleted: true } },
    handle: ({ services, db, params: { id }, actor }) =>
      deleteContact(db, { id, now: services.now() }, actor),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/contacts/{id}/addresses',
    operationId: 'addAddress',
    summary: 'Give a contact a phone or an e-mail',
    description: 'One that it has already stays as it is.',
    params,
    body: jsonBody(AddAddress),
    status: 201,
    response: Contact,
    errors: ['NOT_FOUND', 'ADDRESS_TAKEN'],
    example: { body: people.addAddress, response: examples.contact },
    handle: async ({ services, db, params: { id }, body, actor }) =>
      toContact({ services, db }, await addAddress(db, { id, ...body }, actor)),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/contacts/{id}/addresses/{addressId}',
    operationId: 'updateAddress',
    summary: 'Correct or label an address, or make it the primary one',
    params: addressParams,
    body: jsonBody(UpdateAddress),
    status: 200,
    response: Contact,
    errors: ['NOT_FOUND', 'ADDRESS_TAKEN', 'ALREADY_EXISTS', 'IN_USE', 'CONFLICT'],
    example: { body: { label: 'home' }, response: examples.contact },
    handle: async ({ services, db, params: { id, addressId }, body, actor }) =>
      toContact({ services, db }, await updateAddress(db, { id, identityId: addressId, ...body }, actor)),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/contacts/{id}/addresses/{addressId}',
    operationId: 'removeAddress',
    summary: 'Remove an address',
    description: 'One by which a conversation goes stays: `IN_USE`.',
    params: addressParams,
    status: 200,
    response: deletedOf('identity'),
    errors: ['NOT_FOUND', 'IN_USE'],
    example: { response: { id: people.address?.id, deleted: true } },
    handle: async ({ db, params: { id, addressId }, actor }) => {
      await removeAddress(db, { id, identityId: addressId }, actor)
      return { id: addressId, deleted: true as const }
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/contacts/{id}/consents',
    operationId: 'listConsents',
    summary: 'Read what a contact allowed',
    params,
    query: z.strictObject(paging(50)),
    status: 200,
    response: ConsentPage,
    errors: ['NOT_FOUND'],
    example: { response: { current: [people.consent], ...examples.pageOf(people.consent) } },
    handle: async ({ db, params: { id }, query }) => {
      const { items, ...consents } = await listConsents(db, { id, ...query })
      return { ...consents, data: items }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/contacts/{id}/consents',
    operationId: 'addConsent',
    summary: 'Note that a contact allowed something or withdrew it',
    description: 'The history only grows; the newest of a purpose counts.',
    params,
    body: jsonBody(AddConsent),
    status: 201,
    response: Consent,
    errors: ['NOT_FOUND'],
    example: { body: people.addConsent, response: people.consent },
    handle: ({ services, db, params: { id }, body, actor }) =>
      addConsent(db, { id, ...body, now: services.now() }, actor),
  }),
]
