import { newTraceId } from '../world/identifiers.ts'

interface KnownError {
  status: number
  title: string
  details?: string
  subcode?: number
}

const WINDOW_CLOSED =
  'Message failed to send because more than 24 hours have passed since the customer last replied to this number.'

/** Codes that tests provoke, with the HTTP status and wording Meta documents. Throttling is 400, not 429. */
const KNOWN: Record<number, KnownError> = {
  1: { status: 500, title: 'An unknown error occurred' },
  2: { status: 503, title: 'Service temporarily unavailable' },
  4: { status: 400, title: '(#4) Application request limit reached' },
  10: { status: 403, title: '(#10) Application does not have permission for this action' },
  100: { status: 400, title: '(#100) Invalid parameter' },
  190: { status: 401, title: 'Invalid OAuth access token - Cannot parse access token' },
  200: { status: 403, title: '(#200) Permissions error' },
  368: {
    status: 403,
    title: '(#368) Temporarily blocked for policies violations',
    details: 'The WhatsApp Business Account associated with the app has been restricted',
  },
  2200: { status: 400, title: '(#2200) Callback verification failed' },
  80007: {
    status: 400,
    title: '(#80007) Rate limit issues',
    details: 'The WhatsApp Business Account has reached its rate limit.',
  },
  130429: {
    status: 400,
    title: '(#130429) Rate limit hit',
    details: 'Cloud API message throughput has been reached.',
    subcode: 2494055,
  },
  130472: {
    status: 400,
    title: "(#130472) User's number is part of an experiment",
    details: "Failed to send message because this user's phone number is part of an experiment",
  },
  131000: {
    status: 500,
    title: '(#131000) Something went wrong',
    details: 'Message failed to send due to an unknown error.',
  },
  131005: { status: 403, title: '(#131005) Access denied' },
  131008: { status: 400, title: '(#131008) Required parameter is missing' },
  131009: { status: 400, title: '(#131009) Parameter value is not valid' },
  131016: { status: 500, title: '(#131016) Service unavailable' },
  131026: { status: 400, title: '(#131026) Message undeliverable', details: 'Message Undeliverable.' },
  131031: { status: 403, title: '(#131031) Account has been locked' },
  131042: { status: 400, title: '(#131042) Business eligibility payment issue' },
  131047: { status: 400, title: '(#131047) Re-engagement message', details: WINDOW_CLOSED },
  131048: { status: 400, title: '(#131048) Spam rate limit hit' },
  131049: {
    status: 400,
    title: '(#131049) This message was not delivered to maintain healthy ecosystem engagement.',
  },
  131050: {
    status: 400,
    title: '(#131050) User has stopped receiving marketing messages from this business',
  },
  131051: { status: 400, title: '(#131051) Unsupported message type' },
  131053: {
    status: 400,
    title: '(#131053) Media upload error',
    details: 'Unable to upload the media used in the message.',
  },
  131056: {
    status: 400,
    title: '(#131056) (Business Account, Consumer Account) pair rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
  },
  131057: { status: 500, title: '(#131057) Account in maintenance mode' },
  132000: {
    status: 400,
    title: '(#132000) Number of parameters does not match the expected number of params',
  },
  132001: { status: 404, title: '(#132001) Template name does not exist in the translation' },
  132015: { status: 400, title: '(#132015) Template is paused' },
  133010: { status: 400, title: '(#133010) Phone number not registered' },
}

export interface GraphErrorOptions {
  details?: string
  message?: string
  subcode?: number
  status?: number
}

/** An answer of the Graph API that is not a success. */
export class GraphError extends Error {
  readonly code: number
  readonly status: number
  readonly details: string | undefined
  readonly subcode: number | undefined

  constructor(code: number, options: GraphErrorOptions = {}) {
    const known = KNOWN[code] ?? { status: 400, title: `(#${code}) Error` }
    super(options.message ?? known.title)
    this.code = code
    this.status = options.status ?? known.status
    this.details = options.details ?? known.details
    this.subcode = options.subcode ?? known.subcode
  }

  body(): Record<string, unknown> {
    return {
      error: {
        message: this.message,
        type: 'OAuthException',
        code: this.code,
        ...(this.details && { error_data: { messaging_product: 'whatsapp', details: this.details } }),
        ...(this.subcode && { error_subcode: this.subcode }),
        fbtrace_id: newTraceId(),
      },
    }
  }
}

/** What Meta says for an id that does not exist or that the token may not see: it never tells which. */
export function unknownObject(id: string, method = 'get'): GraphError {
  return new GraphError(100, {
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    subcode: 33,
  })
}

/** The `errors[]` entry of a `failed` status; its title has no code in front. */
export function statusError(code: number): Record<string, unknown> {
  const error = new GraphError(code)
  const title = error.message.replace(/^\(#\d+\) /, '')
  return {
    code,
    title,
    message: title,
    ...(error.details && { error_data: { details: error.details } }),
    href: '/documentation/business-messaging/whatsapp/support/error-codes',
  }
}
