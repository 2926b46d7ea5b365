export type { Verdict } from './analyse.ts'
export { createGuard } from './guard.ts'
export type { SqlGuard } from './guard.ts'
export { GuardError } from './guard-error.ts'
