export { appendAudit, type AuditEntry } from './append.ts'
export { CHAIN_START, chainHash, valuesHashOf } from './chain.ts'
