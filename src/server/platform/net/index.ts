export { createSafeFetch, OutboundError, type SafeFetch } from './safe-fetch.ts'
