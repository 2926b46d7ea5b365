export { AUDIENCE } from './audience.ts'
export { envelopeFor } from './envelope.ts'
export { CATCH_UP_LIMIT, eventsAfter, headOf } from './event-log.ts'
export { LiveServer, type LiveIdentity, type LiveServices } from './live-server.ts'
