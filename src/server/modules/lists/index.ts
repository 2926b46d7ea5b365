export { changeCompanies, changeContacts } from './bulk-change.ts'
export { companyRows } from './company-rows.ts'
export { contactRows } from './contact-rows.ts'
export { companyTable, contactTable } from './tables.ts'
