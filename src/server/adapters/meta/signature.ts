import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SignatureVerdict } from '../contract/index.ts'

const HEADER = /^sha256=([0-9a-f]{64})$/
const FORGED: SignatureVerdict = { index: -1, mac: null }

/**
 * Checks `X-Hub-Signature-256: sha256=<hex HMAC-SHA256(app secret, raw body)>` against each candidate
 * secret. Takes the bytes as they came: Meta escapes unicode, so JSON written again differs.
 *
 * Fails closed: a header that is missing, repeated, or not exactly as Meta writes it (lower-case hex)
 * matches nothing, and so does an empty secret, with which anybody could sign. All secrets are tried,
 * so the time taken doesn't tell which one matched.
 */
export function verifySignature(
  rawBody: Buffer,
  header: string | readonly string[] | undefined,
  secrets: readonly string[],
): SignatureVerdict {
  const hex = typeof header === 'string' ? HEADER.exec(header)?.[1] : undefined
  if (hex === undefined) return FORGED
  const mac = Buffer.from(hex, 'hex')
  const matches = secrets.map((secret) => {
    const expected = createHmac('sha256', secret).update(rawBody).digest()
    return timingSafeEqual(expected, mac) && secret !== ''
  })
  const index = matches.indexOf(true)
  return index === -1 ? FORGED : { index, mac }
}
