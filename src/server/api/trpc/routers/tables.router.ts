import {
  ChangeCompanies,
  ChangeContacts,
  CompanyRowsByIds,
  ContactRowsByIds,
  TablePage,
} from '../../../../shared/contracts/lists.ts'
import {
  changeCompanies,
  changeContacts,
  companyTable,
  contactTable,
  namedCompanies,
  namedContacts,
} from '../../../modules/lists/index.ts'
import { router, workspace } from '../base.ts'

/** Tables of many records with filters and orders; `…ByIds` reads rows again that live changes named. */
export const tablesRouter = router({
  contacts: workspace('contacts.view')
    .input(TablePage)
    .query(({ ctx, input }) =>
      contactTable(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() }),
    ),
  contactsByIds: workspace('contacts.view')
    .input(ContactRowsByIds)
    .query(({ ctx, input }) =>
      namedContacts(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() }),
    ),
  companies: workspace('contacts.view')
    .input(TablePage)
    .query(({ ctx, input }) =>
      companyTable(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() }),
    ),
  companiesByIds: workspace('contacts.view')
    .input(CompanyRowsByIds)
    .query(({ ctx, input }) =>
      namedCompanies(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() }),
    ),
  changeContacts: workspace('contacts.update')
    .input(ChangeContacts)
    .mutation(({ ctx, input }) => changeContacts(ctx.db, input, ctx.actor)),
  changeCompanies: workspace('contacts.update')
    .input(ChangeCompanies)
    .mutation(({ ctx, input }) => changeCompanies(ctx.db, input, ctx.actor)),
})
