import type { Request, RequestHandler } from 'express'
import { AppError } from '../../platform/errors.ts'

export const MAX_BATCH = 10

/** What a request asks of tRPC, read from its URL as tRPC's own adapters read it. */
export interface TrpcCalls {
  /** The last part of the path, cut at commas in a batch; none where it can't be decoded. */
  procedures: string[]
  isBatch: boolean
  /** The input of a query: JSON, of a batch one value by position. */
  input: string | null
}

const known = new WeakMap<Request, TrpcCalls>()

/** Read once per request, however many handlers ask. */
export function trpcCallsOf(req: Request): TrpcCalls {
  const calls = known.get(req) ?? readCalls(req)
  known.set(req, calls)
  return calls
}

export const calledProcedures = (req: Request) => trpcCallsOf(req).procedures

export const isSignIn = (procedure: string) => procedure === 'auth.signIn' || procedure === 'auth.signUp'

export const refuseOddBatches: RequestHandler = (req, _res, next) => {
  const count = calledProcedures(req).length
  if (count === 0) throw new AppError('BAD_REQUEST', 'the path cannot be decoded')
  if (count > MAX_BATCH) throw new AppError('BAD_REQUEST', `a batch holds at most ${MAX_BATCH} calls`)
  next()
}

function readCalls(req: Request): TrpcCalls {
  const { searchParams } = new URL(req.url, 'http://localhost')
  const isBatch = searchParams.get('batch') === '1'
  const path = decode(req.path.slice(req.path.lastIndexOf('/') + 1))
  const procedures = path === undefined ? [] : isBatch ? path.split(',') : [path]
  return { procedures, isBatch, input: searchParams.get('input') }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
