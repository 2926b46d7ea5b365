import {
  AddAddress,
  AddConsent,
  ContactRef,
  CreateContact,
  DismissDuplicate,
  ListConsents,
  ListContacts,
  ListDuplicates,
  MergeContacts,
  MergePair,
  MergeRef,
  RemoveAddress,
  UpdateAddress,
  UpdateContact,
} from '../../../../shared/contracts/contacts.ts'
import {
  addAddress,
  addConsent,
  addContact,
  deleteContact,
  dismissDuplicate,
  findContact,
  listConsents,
  listContacts,
  listDuplicates,
  mergeContacts,
  previewMerge,
  removeAddress,
  restoreContact,
  undoMerge,
  updateAddress,
  updateContact,
} from '../../../modules/contacts/index.ts'
import { router, workspace } from '../base.ts'

export const contactsRouter = router({
  list: workspace('contacts.view')
    .input(ListContacts)
    .query(({ ctx, input }) => listContacts(ctx.db, input)),
  get: workspace('contacts.view')
    .input(ContactRef)
    .query(({ ctx, input }) => findContact(ctx.db, input.id)),
  create: workspace('contacts.update')
    .input(CreateContact)
    .mutation(({ ctx, input }) => addContact(ctx.db, input, ctx.actor)),
  update: workspace('contacts.update')
    .input(UpdateContact)
    .mutation(({ ctx, input }) => updateContact(ctx.db, input, ctx.actor)),
  addAddress: workspace('contacts.update')
    .input(AddAddress)
    .mutation(({ ctx, input }) => addAddress(ctx.db, input, ctx.actor)),
  updateAddress: workspace('contacts.update')
    .input(UpdateAddress)
    .mutation(({ ctx, input }) => updateAddress(ctx.db, input, ctx.actor)),
  removeAddress: workspace('contacts.update')
    .input(RemoveAddress)
    .mutation(({ ctx, input }) => removeAddress(ctx.db, input, ctx.actor)),
  consents: workspace('contacts.view')
    .input(ListConsents)
    .query(({ ctx, input }) => listConsents(ctx.db, input)),
  addConsent: workspace('contacts.update')
    .input(AddConsent)
    .mutation(({ ctx, input }) => addConsent(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor)),
  duplicates: workspace('contacts.view')
    .input(ListDuplicates)
    .query(({ ctx, input }) => listDuplicates(ctx.db, input)),
  dismissDuplicate: workspace('contacts.merge')
    .input(DismissDuplicate)
    .mutation(({ ctx, input }) => dismissDuplicate(ctx.db, { ...input, now: ctx.services.now() })),
  previewMerge: workspace('contacts.merge')
    .input(MergePair)
    .query(({ ctx, input }) => previewMerge(ctx.db, input)),
  merge: workspace('contacts.merge')
    .input(MergeContacts)
    .mutation(({ ctx, input }) => mergeContacts(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor)),
  undoMerge: workspace('contacts.merge')
    .input(MergeRef)
    .mutation(({ ctx, input }) => undoMerge(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor)),
  delete: workspace('contacts.delete')
    .input(ContactRef)
    .mutation(({ ctx, input }) => deleteContact(ctx.db, { ...input, now: ctx.services.now() }, ctx.actor)),
  restore: workspace('contacts.delete')
    .input(ContactRef)
    .mutation(({ ctx, input }) => restoreContact(ctx.db, input.id, ctx.actor)),
})
