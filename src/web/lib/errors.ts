import type { ErrorCode, ErrorDetails } from '@shared/errors.ts'

/** A failed call as the screens see it; NETWORK is a call that got no answer at all. */
export interface AppError {
  code: ErrorCode | 'NETWORK'
  details: ErrorDetails
  /** What a person can quote to support; null where the server was never reached. */
  requestId: string | null
}

/** Reads the server's error out of whatever a failed call threw. */
export function toAppError(thrown: unknown): AppError {
  const data = field(thrown, 'data')
  const app = field(data, 'app')
  const code = field(app, 'code')
  if (typeof code === 'string') {
    const details = field(app, 'details')
    const requestId = field(app, 'requestId')
    return {
      code: code as ErrorCode,
      details: isRecord(details) ? details : {},
      requestId: typeof requestId === 'string' ? requestId : null,
    }
  }
  return {
    code: data === undefined ? 'NETWORK' : fromStatus(field(data, 'httpStatus')),
    details: {},
    requestId: null,
  }
}

/** A server in front of ours, or an answer without our body, still says what kind of failure it was. */
function fromStatus(status: unknown): ErrorCode {
  if (status === 401) return 'UNAUTHENTICATED'
  if (status === 403) return 'FORBIDDEN'
  if (status === 404) return 'NOT_FOUND'
  if (status === 429) return 'RATE_LIMITED'
  if (status === 503 || status === 502 || status === 504) return 'UNAVAILABLE'
  return 'INTERNAL'
}

/** Worth trying again by itself: nobody refused, the way was only broken. */
export function isPassing(error: AppError): boolean {
  return error.code === 'NETWORK' || error.code === 'UNAVAILABLE' || error.code === 'RATE_LIMITED'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined
}
