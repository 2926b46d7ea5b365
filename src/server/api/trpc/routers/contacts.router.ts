import { ContactRef, ListContacts, UpdateContact } from '../../../../shared/contracts/contacts.ts'
import { findContact, listContacts, updateContact } from '../../../modules/contacts/index.ts'
import { router, workspace } from '../base.ts'

export const contactsRouter = router({
  list: workspace('contacts.view')
    .input(ListContacts)
    .query(({ ctx, input }) => listContacts(ctx.db, input)),
  get: workspace('contacts.view')
    .input(ContactRef)
    .query(({ ctx, input }) => findContact(ctx.db, input.id)),
  update: workspace('contacts.update')
    .input(UpdateContact)
    .mutation(({ ctx, input }) => updateContact(ctx.db, input)),
})
