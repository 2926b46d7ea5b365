export { listAudit } from './list-audit.ts'
export { verifyAudit, type AuditVerdict } from './verify-audit.ts'
