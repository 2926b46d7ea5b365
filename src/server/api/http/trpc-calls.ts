import type { Request, RequestHandler } from 'express'
import { AppError } from '../../platform/errors.ts'

export const MAX_BATCH = 10

/**
 * The procedures that a request calls, read from its URL as tRPC reads them: the last part of the
 * path, cut at commas where `batch=1`.
 */
export function calledProcedures(req: Request): string[] {
  const path = decode(req.path.slice(req.path.lastIndexOf('/') + 1))
  const isBatch = new URL(req.url, 'http://localhost').searchParams.get('batch') === '1'
  return isBatch ? path.split(',') : [path]
}

export const isSignIn = (procedure: string) => procedure === 'auth.signIn' || procedure === 'auth.signUp'

export const refuseLongBatches: RequestHandler = (req, _res, next) => {
  if (calledProcedures(req).length > MAX_BATCH)
    throw new AppError('BAD_REQUEST', `a batch holds at most ${MAX_BATCH} calls`)
  next()
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // tRPC refuses such a path itself, as one call.
    return path
  }
}
