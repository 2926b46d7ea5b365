import type { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { ErrorBody, ErrorCode } from '../../../shared/errors.ts'
import { AppError } from '../../platform/errors.ts'
import { appErrorOf } from '../../platform/http/app-error-of.ts'
import type { Logger } from '../../platform/log/index.ts'

/** What tRPC itself refuses, in our words. */
const BY_TRPC_CODE: Partial<Record<TRPCError['code'], [code: ErrorCode, message: string]>> = {
  BAD_REQUEST: ['BAD_REQUEST', 'the call is not one that can be read'],
  PARSE_ERROR: ['BAD_REQUEST', 'the body is not valid JSON'],
  NOT_FOUND: ['NOT_FOUND', 'no such procedure'],
  METHOD_NOT_SUPPORTED: ['BAD_REQUEST', 'queries are read with GET, mutations sent with POST'],
  PAYLOAD_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'the body is too large'],
  UNSUPPORTED_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'calls are sent as application/json'],
  CLIENT_CLOSED_REQUEST: ['BAD_REQUEST', 'the caller went away'],
}

/**
 * Our error for one that left a procedure. A zod error is the caller's fault only where tRPC says it
 * came from parsing the input; elsewhere our own data broke.
 */
export function appErrorOfCall(error: TRPCError): AppError {
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) return invalidInput(error.cause)
  const isOwnFault = error.code === 'INTERNAL_SERVER_ERROR' || error.cause instanceof AppError
  const known = isOwnFault ? undefined : BY_TRPC_CODE[error.code]
  return known ? new AppError(known[0], known[1], { cause: error }) : appErrorOf(error)
}

function invalidInput(error: ZodError): AppError {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : ['']
    for (const name of names) {
      const path = [...issue.path.map(String), ...(name === '' ? [] : [name])].join('.')
      fields[path] ??= name === '' ? issue.message : 'unknown field'
    }
  }
  return new AppError('VALIDATION_FAILED', 'some fields are not valid', { details: { fields }, cause: error })
}

export interface TrpcErrorShape {
  message: string
  /** JSON-RPC's number; tRPC's client wants one. */
  code: number
  data: { code: string; httpStatus: number; path?: string; app: Omit<ErrorBody, 'message'> }
}

const JSON_RPC_SERVER_ERROR = -32603

/** The error inside tRPC's envelope. The HTTP status is that of our code. */
export function trpcErrorShape(error: AppError, call: { requestId: string; path?: string }): TrpcErrorShape {
  const { code, details } = error
  return {
    message: error.message,
    code: JSON_RPC_SERVER_ERROR,
    data: {
      code,
      httpStatus: error.status,
      path: call.path,
      app: { code, details, requestId: call.requestId },
    },
  }
}

/** Logs what is our own fault, once, with the id that the caller was given. */
export function logCallError(log: Logger, error: AppError, path: string | undefined): void {
  if (error.code === 'INTERNAL') log.error({ evt: 'trpc.failed', path, err: error.cause })
  else if (error.code === 'UNAVAILABLE') log.warn({ evt: 'trpc.unavailable', path, err: error.cause })
}
