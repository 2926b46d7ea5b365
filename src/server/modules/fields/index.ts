export { checkCustom, type CustomChange } from './check-custom.ts'
export { customChecker, type CustomChecker } from './custom-checker.ts'
export { createField, listFields, reorderFields, updateField } from './manage-fields.ts'
export { LOOKUPS_JOB, rebuildLookups } from './rebuild-lookups.ts'
