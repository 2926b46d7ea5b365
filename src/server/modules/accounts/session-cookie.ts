import { parseCookie, stringifySetCookie } from 'cookie'
import { ABSOLUTE_MS } from './domain/session-lifetime.ts'

/** Only a token of the form that we hand out; anything else isn't worth a query. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

const isHttps = (publicUrl: string) => publicUrl.startsWith('https:')

/**
 * `__Host-` makes browsers refuse the cookie unless it is Secure, of this very host and for every
 * path, so that a sibling domain can't plant a session. It needs https.
 */
function nameOf(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-sid' : 'sid'
}

export function sessionTokenOf(cookieHeader: string | undefined, publicUrl: string): string | null {
  const token = parseCookie(cookieHeader ?? '')[nameOf(publicUrl)]
  return token !== undefined && TOKEN.test(token) ? token : null
}

/** The Set-Cookie header that hands out a token, or, for null, takes it back. */
export function sessionCookie(token: string | null, publicUrl: string): string {
  return stringifySetCookie({
    name: nameOf(publicUrl),
    value: token ?? '',
    maxAge: token === null ? 0 : ABSOLUTE_MS / 1000,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(publicUrl),
  })
}
