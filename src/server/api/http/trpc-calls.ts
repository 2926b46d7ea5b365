import type { Request, RequestHandler } from 'express'
import { AppError } from '../../platform/errors.ts'

export const MAX_BATCH = 10

/**
 * The procedures that a request calls, read from its URL as tRPC reads them: the last part of the
 * path, cut at commas where `batch=1`. None where the path can't be decoded.
 */
export function calledProcedures(req: Request): string[] {
  const path = decode(req.path.slice(req.path.lastIndexOf('/') + 1))
  if (path === undefined) return []
  const isBatch = new URL(req.url, 'http://localhost').searchParams.get('batch') === '1'
  return isBatch ? path.split(',') : [path]
}

export const isSignIn = (procedure: string) => procedure === 'auth.signIn' || procedure === 'auth.signUp'

export const refuseOddBatches: RequestHandler = (req, _res, next) => {
  const count = calledProcedures(req).length
  if (count === 0) throw new AppError('BAD_REQUEST', 'the path cannot be decoded')
  if (count > MAX_BATCH) throw new AppError('BAD_REQUEST', `a batch holds at most ${MAX_BATCH} calls`)
  next()
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
