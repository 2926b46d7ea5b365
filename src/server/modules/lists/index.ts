export { changeCompanies, changeContacts } from './bulk-change.ts'
export { companyTable, contactTable, namedCompanies, namedContacts } from './tables.ts'
