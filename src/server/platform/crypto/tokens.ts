import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Random, URL-safe, 256 bits unless said otherwise. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

/** SHA-256: right for tokens that are random themselves, wrong for passwords. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export function hmacSha256(key: string | Buffer, text: string | Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** Compares without telling by its time how much was right; texts of other lengths are unequal. */
export function constantTimeEqual(a: string | Buffer, b: string | Buffer): boolean {
  const left = createHash('sha256').update(a).digest()
  const right = createHash('sha256').update(b).digest()
  return timingSafeEqual(left, right)
}
