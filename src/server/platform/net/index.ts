export { OutboundError, type OutboundErrorKind } from './outbound-error.ts'
export { createSafeFetch, type SafeFetch, type SafeFetchOptions } from './safe-fetch.ts'
export type { SafeResponse } from './send-once.ts'
