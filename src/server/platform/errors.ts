import { ERROR_STATUS, type ErrorCode, type ErrorDetails } from '../../shared/errors.ts'

/**
 * The one error that crosses a border. `message` is English and safe to show to an API's caller;
 * what must stay inside goes into `cause`.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, init: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, { cause: init.cause })
    this.name = 'AppError'
    this.code = code
    this.details = init.details ?? {}
  }

  get status(): number {
    return ERROR_STATUS[this.code]
  }
}

/** Absent and foreign look the same: an answer never tells what another workspace has. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `${what} not found`)
}
