/**
 * Every error that a client may see. The HTTP status is part of the contract of the REST API;
 * the web app shows its own words for the code and never the English message.
 */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  VALIDATION_FAILED: 400,
  UNAUTHENTICATED: 401,
  INVALID_CREDENTIALS: 401,
  FORBIDDEN: 403,
  CSRF_REJECTED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  STALE_VERSION: 409,
  IDEMPOTENCY_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  CHANNEL_ALREADY_CONNECTED: 409,
  /** A phone or e-mail that another contact has; `details.contactId` says which. */
  ADDRESS_TAKEN: 409,
  /** Something else still needs it; `details` counts what. */
  IN_USE: 409,
  /** The time in which it could be undone is over, or it was undone already. */
  TOO_LATE: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  REPLY_WINDOW_CLOSED: 422,
  /** `details.missing` lists the fields that the stage asks for. */
  REQUIRED_FIELDS_MISSING: 422,
  CHANNEL_NOT_CONNECTED: 422,
  CHANNEL_CHECK_FAILED: 422,
  ATTACHMENT_NOT_READY: 422,
  UNSUPPORTED_BY_CHANNEL: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** Facts that help to mend the call: the fields that failed, seconds to wait, the current version. */
export interface ErrorDetails {
  fields?: Record<string, string>
  retryAfterSeconds?: number
  version?: number
  [fact: string]: unknown
}

export interface ErrorBody {
  code: ErrorCode
  message: string
  details: ErrorDetails
  requestId: string
}
