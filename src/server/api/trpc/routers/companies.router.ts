import {
  CompanyLink,
  CompanyRef,
  CompanyUnlink,
  CreateCompany,
  ListCompanies,
  ListCompanyContacts,
  UpdateCompany,
} from '../../../../shared/contracts/companies.ts'
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
import { router, workspace } from '../base.ts'

export const companiesRouter = router({
  list: workspace('contacts.view')
    .input(ListCompanies)
    .query(({ ctx, input }) => listCompanies(ctx.db, input)),
  get: workspace('contacts.view')
    .input(CompanyRef)
    .query(({ ctx, input }) => findCompany(ctx.db, input.id)),
  contacts: workspace('contacts.view')
    .input(ListCompanyContacts)
    .query(({ ctx, input }) => listCompanyContacts(ctx.db, input)),
  create: workspace('contacts.update')
    .input(CreateCompany)
    .mutation(({ ctx, input }) => createCompany(ctx.db, input, ctx.actor)),
  update: workspace('contacts.update')
    .input(UpdateCompany)
    .mutation(({ ctx, input }) => updateCompany(ctx.db, input, ctx.actor)),
  link: workspace('contacts.update')
    .input(CompanyLink)
    .mutation(({ ctx, input }) => linkContact(ctx.db, input, ctx.actor)),
  unlink: workspace('contacts.update')
    .input(CompanyUnlink)
    .mutation(({ ctx, input }) => unlinkContact(ctx.db, input, ctx.actor)),
  delete: workspace('contacts.delete')
    .input(CompanyRef)
    .mutation(({ ctx, input }) => deleteCompany(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor)),
  restore: workspace('contacts.delete')
    .input(CompanyRef)
    .mutation(({ ctx, input }) => restoreCompany(ctx.db, input.id, ctx.actor)),
})
