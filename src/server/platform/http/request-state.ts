import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Logger } from '../log/index.ts'

/** What every handler may use of the request's own. */
export interface RequestState {
  requestId: string
  /** Writes the request's id into each line. */
  log: Logger
}

const states = new WeakMap<Response, RequestState>()

/** Gives each request an id of our making, told in `x-request-id` and in every error. */
export function requestState(log: Logger): RequestHandler {
  return (_req, res, next) => {
    const requestId = randomUUID()
    states.set(res, { requestId, log: log.child({ requestId }) })
    res.setHeader('x-request-id', requestId)
    next()
  }
}

export function requestStateOf(res: Response): RequestState {
  const state = states.get(res)
  if (!state) throw new Error('requestState is not mounted ahead of this handler')
  return state
}
