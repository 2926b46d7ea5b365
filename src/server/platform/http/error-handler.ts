import type { ErrorRequestHandler, RequestHandler } from 'express'
import { notFound, type AppError } from '../errors.ts'
import { appErrorOf, errorBody } from './app-error-of.ts'
import { requestStateOf } from './request-state.ts'

/** How an error looks on the wire; ErrorBody unless a protocol wants its own envelope. */
type Render = (error: AppError, requestId: string) => unknown

/** The last handler of an app or of a part of it: answers with the error, and logs what is our fault once. */
export function answerErrors(render: Render = errorBody): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  return (thrown, req, res, _next) => {
    const { requestId, log } = requestStateOf(res)
    const error = appErrorOf(thrown)
    if (error.code === 'INTERNAL') log.error({ evt: 'http.failed', method: req.method, err: error.cause })
    else if (error.code === 'UNAVAILABLE')
      log.warn({ evt: 'http.unavailable', method: req.method, err: error.cause })
    // Half an answer can't be taken back: cutting the connection at least tells that it is not whole.
    if (res.headersSent) return void res.destroy()
    res.status(error.status).setHeader('cache-control', 'no-store').json(render(error, requestId))
  }
}

export const answerNotFound: RequestHandler = () => {
  throw notFound('page')
}
