import type { IncomingHttpHeaders } from 'node:http'
import type { RequestHandler } from 'express'
import { AppError } from '../errors.ts'

/**
 * Whether the browser says that the call comes from our own pages. `Sec-Fetch-Site` can't be set by
 * scripts, but is only sent to https and localhost; `Origin` then has to be PUBLIC_URL's or that of
 * the very host called. A request that tells neither did not come from a page of ours.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  if (headers.origin === undefined) return site === 'same-origin'
  return headers.origin === new URL(publicUrl).origin || hostOf(headers.origin) === headers.host
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses whatever another site could make a signed-in browser send: calls that change something
 * need a same-origin browser, the header `x-crm: 1`, which no form can set, and, where the body is
 * parsed, JSON, which no form can send.
 */
export function refuseForgedCalls(init: {
  publicUrl: string
  contentType?: 'application/json'
}): RequestHandler {
  return (req, _res, next) => {
    if (SAFE_METHODS.has(req.method)) return next()
    if (req.headers['x-crm'] !== '1') throw forged('the header x-crm: 1 is missing')
    if (!isSameOrigin(req.headers, init.publicUrl)) throw forged('the call comes from another origin')
    if (init.contentType && mediaType(req.headers['content-type']) !== init.contentType)
      throw forged(`the content type must be ${init.contentType}`)
    next()
  }
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function forged(message: string): AppError {
  return new AppError('CSRF_REJECTED', message)
}
