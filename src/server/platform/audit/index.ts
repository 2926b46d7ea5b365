export { appendAudit, type AuditEntry } from './append.ts'
