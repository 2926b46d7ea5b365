export { answerOnce, type Answer, type IdempotentCall } from './answer-once.ts'
export { removeOldIdempotentCalls } from './calls.repo.ts'
