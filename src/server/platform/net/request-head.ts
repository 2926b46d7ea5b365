import { OutboundError } from './outbound-error.ts'
import { bodyLength } from './request-body.ts'
import type { RequestBody } from './request-body.ts'

// The connection's own business; a foreign Host would reach another site behind the checked address.
const NOT_THE_CALLERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
])
// What another host may see of a redirected request: nothing that could be a secret.
const KEPT_ACROSS_ORIGINS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'range',
  'user-agent',
])

/** Reads a URL or the target of a redirect. Throws an OutboundError of kind `refused`. */
export function parseTarget(text: string, base?: URL): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : null
  if (url === null) throw new OutboundError('refused', 'Not a URL')
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new OutboundError('refused', 'Neither http nor https')
  if (url.username !== '' || url.password !== '')
    throw new OutboundError('refused', 'The URL holds credentials')
  return url
}

/** The caller's headers in lower case, with the length of a body that is known. Throws an OutboundError. */
export function buildHeaders({
  headers = {},
  body,
}: {
  headers?: Readonly<Record<string, string>>
  body?: RequestBody
}): Record<string, string> {
  const built: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const lowerCase = name.toLowerCase()
    if (NOT_THE_CALLERS.has(lowerCase))
      throw new OutboundError('refused', `The header ${lowerCase} is not the caller's to set`)
    built[lowerCase] = value
  }
  const length = body === undefined ? undefined : bodyLength(body)
  return length === undefined ? built : { ...built, 'content-length': String(length) }
}

export function headersForRedirect(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_ACROSS_ORIGINS.has(name)))
}
