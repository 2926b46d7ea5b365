export { removeRecordTerms, searchRecords, writeRecordTerms } from './record-terms.ts'
export { searchByWords, type TermSource } from './search-by-words.ts'
export { termsOf } from './domain/terms.ts'
