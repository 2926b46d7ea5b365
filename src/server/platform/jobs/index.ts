export { backoffMs, enqueueJob, JobRunner, PermanentJobError, type JobHandler } from './runner.ts'
