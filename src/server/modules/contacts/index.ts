export { addIdentities, anyOf, createContact, suggestMerge } from './contact-writes.ts'
export { find as findContact } from './contacts.repo.ts'
export { listContacts, listWholeContacts, updateContact } from './list-contacts.ts'
export { searchContacts } from './search-contacts.ts'
