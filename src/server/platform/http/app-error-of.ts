import type { ErrorBody } from '../../../shared/errors.ts'
import { isDatabaseAway } from '../db/errors.ts'
import { AppError, notFound } from '../errors.ts'

/**
 * What a caller may know of any error: an AppError in its chain of causes speaks for itself, a lost
 * database is told as such, and the rest is INTERNAL, whose message gives nothing away.
 */
export function appErrorOf(error: unknown): AppError {
  const causes = causesOf(error)
  return (
    causes.find((cause) => cause instanceof AppError) ??
    refusedByExpress(error) ??
    (causes.some(isDatabaseAway) ? databaseAway(error) : undefined) ??
    new AppError('INTERNAL', 'something went wrong on our side', { cause: error })
  )
}

export function errorBody(error: AppError, requestId: string): ErrorBody {
  return { code: error.code, message: error.message, details: error.details, requestId }
}

const DEEPEST_CAUSE = 8

/** An error, its cause, that one's cause, … */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = []
  for (
    let current = error;
    current instanceof Error && causes.length < DEEPEST_CAUSE;
    current = current.cause
  )
    causes.push(current)
  return causes
}

function databaseAway(cause: unknown): AppError {
  return new AppError('UNAVAILABLE', 'the database is away, try again', { cause })
}

/** Express marks what the caller did wrong, like a path that can't be decoded, with a 4xx status. */
function refusedByExpress(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined
  const status = Number(error.status)
  if (status === 404) return notFound('page')
  if (status === 413) return new AppError('PAYLOAD_TOO_LARGE', 'the body is too large', { cause: error })
  return status >= 400 && status < 500
    ? new AppError('BAD_REQUEST', 'the request cannot be read', { cause: error })
    : undefined
}
