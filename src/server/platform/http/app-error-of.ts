import type { ErrorBody } from '../../../shared/errors.ts'
import { isDatabaseAway } from '../db/errors.ts'
import { AppError, notFound } from '../errors.ts'

/**
 * What a caller may know of any error: an AppError in its chain of causes speaks for itself, a lost
 * database is told as such, and the rest is INTERNAL, whose message gives nothing away.
 */
export function appErrorOf(error: unknown): AppError {
  return (
    appErrorAmongCauses(error) ??
    (isDatabaseAway(error) ? new AppError('UNAVAILABLE', 'the database is away, try again', { cause: error }) : undefined) ??
    refusedByExpress(error) ??
    new AppError('INTERNAL', 'something went wrong on our side', { cause: error })
  )
}

export function errorBody(error: AppError, requestId: string): ErrorBody {
  return { code: error.code, message: error.message, details: error.details, requestId }
}

function appErrorAmongCauses(error: unknown): AppError | undefined {
  let current = error
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    if (current instanceof AppError) return current
    current = current.cause
  }
  return undefined
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
