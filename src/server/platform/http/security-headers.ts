import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

const YEAR_SECONDS = 31_536_000

/** Nothing of the device is asked for; what a page of ours needs one day is opened here. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

const nonces = new WeakMap<Response, string>()

/** The nonce that this response's policy allows styles by. */
export function cspNonceOf(res: Response): string {
  return nonces.get(res) ?? ''
}

/**
 * The headers of every answer; a route that serves foreign bytes replaces the policy by a stricter
 * one. No inline scripts and no inline styles but those with the nonce, which libraries that inject
 * a style element are given.
 */
export function securityHeaders({ publicUrl }: { publicUrl: string }): RequestHandler {
  const { 'content-security-policy': policyOf = '', ...others } = headersOfHelmet(publicUrl)
  const fixed = Object.entries({ ...others, 'permissions-policy': PERMISSIONS_POLICY })
  return (_req, res, next) => {
    const nonce = randomBytes(16).toString('base64')
    nonces.set(res, nonce)
    for (const [name, value] of fixed) res.setHeader(name, value)
    res.setHeader('content-security-policy', policyOf.replace(NONCE, nonce))
    next()
  }
}

/** What stands where each answer has its own nonce. */
const NONCE = '{nonce}'

/** Asked once: Helmet says the same for every answer, and a tenth of a list's time is a lot for that. */
function headersOfHelmet(publicUrl: string): Record<string, string> {
  const isHttps = publicUrl.startsWith('https:')
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  }
  const setHeaders = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policy(publicUrl, isHttps) },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
  })
  setHeaders({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw new Error('Helmet refused the policy', { cause: error })
  })
  return headers
}

function policy(publicUrl: string, isHttps: boolean) {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", `'nonce-${NONCE}'`],
    imgSrc: ["'self'", 'blob:', 'data:'],
    // Not every browser takes 'self' to cover WebSockets.
    connectSrc: ["'self'", `${isHttps ? 'wss' : 'ws'}://${new URL(publicUrl).host}`],
    fontSrc: ["'self'"],
    mediaSrc: ["'self'", 'blob:'],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
  }
}

/** For answers that are nobody else's business, and change. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('cache-control', 'no-store')
  next()
}
