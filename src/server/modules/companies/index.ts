export { addNamedCompanies, companiesByName } from './companies-by-name.ts'
export {
  changeCompany,
  createCompany,
  deleteCompany,
  restoreCompany,
  updateCompany,
} from './change-companies.ts'
export { find as findCompany } from './companies.repo.ts'
export { companiesOf, linkContact, listCompanyContacts, unlinkContact } from './company-contacts.ts'
export { listCompanies } from './list-companies.ts'
export { removeUnusedCompanies } from './remove-unused.ts'
