import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  createCompany,
  deleteCompany,
  findCompany,
  linkContact,
  listCompanies,
  listCompanyContacts,
  restoreCompany,
  unlinkContact,
  updateCompany,
} from '../../../modules/companies/index.ts'
import * as people from '../examples-people.ts'
import { pageOf } from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { toCompany } from '../present.ts'
import { route } from '../route.ts'
import { deletedOf } from '../schemas/common.ts'
import {
  Company,
  CompanyContact,
  CompanyContactPage,
  CompanyPage,
  CreateCompany,
  LinkContact,
  ListCompanies,
  ListCompanyContacts,
  UpdateCompany,
} from '../schemas/company.ts'

const common = { tag: 'Companies' } as const
const params = z.strictObject({ id: zId('company') })

export const companyRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/companies',
    operationId: 'listCompanies',
    summary: 'List or search companies',
    query: ListCompanies,
    status: 200,
    response: CompanyPage,
    errors: [],
    example: { response: pageOf(people.company) },
    handle: async ({ db, query }) => {
      const { items, nextCursor } = await listCompanies(db, query)
      return { data: items.map(toCompany), nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/companies',
    operationId: 'createCompany',
    summary: 'Create a company',
    description: 'A domain belongs to one company: `ALREADY_EXISTS` says to which.',
    body: jsonBody(CreateCompany),
    status: 201,
    response: Company,
    errors: ['NOT_FOUND', 'ALREADY_EXISTS', 'CONFLICT'],
    example: { body: { name: 'Estudio Solórzano', domain: 'estudio.example' }, response: people.company },
    handle: async ({ db, body, actor }) => toCompany(await createCompany(db, body, actor)),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/companies/{id}',
    operationId: 'getCompany',
    summary: 'Read a company',
    params,
    status: 200,
    response: Company,
    errors: ['NOT_FOUND'],
    example: { response: people.company },
    handle: async ({ db, params: { id } }) => toCompany(await findCompany(db, id)),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/companies/{id}',
    operationId: 'updateCompany',
    summary: 'Change a company',
    description: 'What is left out stays. A group of companies has at most ten levels, and no circles.',
    params,
    body: jsonBody(UpdateCompany),
    status: 200,
    response: Company,
    errors: ['NOT_FOUND', 'STALE_VERSION', 'ALREADY_EXISTS', 'CONFLICT'],
    example: { body: { version: 1, name: 'Estudio Solórzano, S. C.' }, response: people.company },
    handle: async ({ db, params: { id }, body, actor }) =>
      toCompany(await updateCompany(db, { id, ...body }, actor)),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/companies/{id}',
    operationId: 'deleteCompany',
    summary: 'Delete a company',
    description: 'It leaves lists and search and frees its domain; members can restore it.',
    params,
    status: 200,
    response: deletedOf('company'),
    errors: ['NOT_FOUND'],
    example: { response: { id: people.company.id, deleted: true } },
    handle: ({ services, db, params: { id }, actor }) =>
      deleteCompany(db, { id, now: services.now() }, actor),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/companies/{id}/restore',
    operationId: 'restoreCompany',
    summary: 'Bring a deleted company back',
    description: 'One that is not deleted stays as it is.',
    params,
    status: 200,
    response: Company,
    errors: ['NOT_FOUND', 'ALREADY_EXISTS'],
    example: { response: people.company },
    handle: async ({ db, params: { id }, actor }) => toCompany(await restoreCompany(db, id, actor)),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/companies/{id}/contacts',
    operationId: 'listCompanyContacts',
    summary: 'List the people of a company',
    params,
    query: ListCompanyContacts,
    status: 200,
    response: CompanyContactPage,
    errors: ['NOT_FOUND'],
    example: { response: pageOf(people.companyContact) },
    handle: async ({ db, params: { id }, query }) => {
      const { items, nextCursor } = await listCompanyContacts(db, { id, ...query })
      return { data: items, nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/companies/{id}/contacts',
    operationId: 'linkContact',
    summary: 'Make a contact part of a company, or change its role',
    params,
    body: jsonBody(LinkContact),
    status: 201,
    response: CompanyContact,
    errors: ['NOT_FOUND'],
    example: { body: people.linkContact, response: people.companyContact },
    handle: ({ db, params: { id }, body, actor }) => linkContact(db, { companyId: id, ...body }, actor),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/companies/{id}/contacts/{contactId}',
    operationId: 'unlinkContact',
    summary: 'Take a contact out of a company',
    params: z.strictObject({ id: zId('company'), contactId: zId('contact') }),
    status: 200,
    response: deletedOf('contact'),
    errors: ['NOT_FOUND'],
    example: { response: { id: people.companyContact.contactId, deleted: true } },
    handle: async ({ db, params: { id, contactId }, actor }) => {
      await unlinkContact(db, { companyId: id, contactId }, actor)
      return { id: contactId, deleted: true as const }
    },
  }),
]
