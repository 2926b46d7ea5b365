export { addContact } from './add-contact.ts'
export { addAddress, removeAddress, updateAddress } from './change-addresses.ts'
export { addConsent, listConsents } from './consents.ts'
export { addIdentities, anyOf, createContact, suggestMerge } from './contact-writes.ts'
export { find as findContact, findSurvivorLocked } from './contacts.repo.ts'
export { deleteContact, restoreContact } from './delete-contact.ts'
export { dismissDuplicate, listDuplicates } from './duplicates.ts'
export { listContacts, listWholeContacts } from './list-contacts.ts'
export { mergeContacts } from './merge/merge-contacts.ts'
export { previewMerge } from './merge/preview-merge.ts'
export { undoMerge } from './merge/undo-merge.ts'
export { searchContacts } from './search-contacts.ts'
export { changeContact, updateContact } from './update-contact.ts'
export {
  applyRow,
  emptyWorld,
  learnOf,
  takeBack,
  writeWorld,
  type ImportFacts,
  type IncomingContact,
  type RowResult,
  type TakenBack,
  type World,
} from './import/index.ts'
export { parseAddress, type Address } from './domain/address.ts'
