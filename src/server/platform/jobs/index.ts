export type { BatchHandler, JobRow } from './batch.ts'
export { clearTimers, enqueueJob, setTimer } from './enqueue.ts'
export type { LongJobHandler } from './long.ts'
export { backoffMs, JobRunner, PermanentJobError, type Handlers } from './runner.ts'
