export { changesBetween, type Changes } from './changes.ts'
export { requireMember } from './require-member.ts'
export { requireRecords } from './require-records.ts'
export { touchRecords } from './touch-records.ts'
