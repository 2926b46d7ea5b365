import { z } from 'zod'
import * as companies from '../../../../shared/contracts/companies.ts'
import { zCustom } from '../../../../shared/contracts/records.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { LIMITS } from '../../../../shared/limits.ts'
import { paging, zTime } from './common.ts'
import { updatedSince } from './contact.ts'
import { Label } from './label.ts'
import { page, request, response } from './registry.ts'

export const Company = response(
  'Company',
  z.strictObject({
    id: zId('company'),
    name: z.string(),
    domain: z.string().nullable(),
    parentId: zId('company').nullable().describe('The company above it.'),
    ownerId: zId('user').nullable(),
    labels: z.array(Label),
    custom: zCustom.describe('Values of custom fields by their key.'),
    version: z
      .number()
      .int()
      .describe('Grows with each change; send it with PATCH to change only what you saw.'),
    createdAt: zTime,
    updatedAt: zTime,
    deletedAt: zTime.nullable(),
  }),
)
export type Company = z.infer<typeof Company>

export const CompanyPage = page('CompanyPage', Company)

export const ListCompanies = z.strictObject({
  query: zText(LIMITS.searchQuery)
    .optional()
    .describe(
      'Words of the name or the domain (the last may be a beginning). The best matches, on one page.',
    ),
  sort: z.enum(companies.COMPANY_SORTS).default('name').describe('By name, or newest first.'),
  updatedSince,
  ...paging(50),
})

const domainHelp = 'Any form of its web address; two companies never share one.'

export const CreateCompany = request(
  'CreateCompany',
  z.strictObject({
    ...companies.CreateCompany.shape,
    domain: companies.CreateCompany.shape.domain.describe(domainHelp),
    custom: zCustom.optional().describe('Values of custom fields by their key.'),
  }),
)

const { id: _id, ...changes } = companies.UpdateCompany.shape
export const UpdateCompany = request(
  'UpdateCompany',
  z.strictObject({
    ...changes,
    version: changes.version.describe('The version you saw. A newer one refuses the change.'),
    domain: changes.domain.describe(domainHelp),
    custom: zCustom.optional().describe('Only the keys that change; null empties one.'),
  }),
)

export const CompanyContact = response(
  'CompanyContact',
  z.strictObject({
    contactId: zId('contact'),
    name: z.string(),
    role: z.string().nullable(),
    isPrimary: z.boolean().describe('Whether it is the contact’s main company.'),
  }),
)

export const CompanyContactPage = page('CompanyContactPage', CompanyContact)

export const ListCompanyContacts = z.strictObject(paging(50))

const { companyId: _company, ...link } = companies.CompanyLink.shape
export const LinkContact = request(
  'LinkContact',
  z.strictObject({
    ...link,
    isPrimary: link.isPrimary.describe('Makes it the contact’s main company; the one before steps back.'),
  }),
)
