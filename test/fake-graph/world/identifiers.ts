import { createHash, randomBytes } from 'node:crypto'
import { countryOf } from './phone-numbers.ts'

/**
 * A message id in WhatsApp's own layout (a small binary record in base64): the peer, the direction
 * (0x11 from the business, 0x12 from the person) and a random tail.
 */
export function newWamid(peer: string, direction: 'outbound' | 'inbound'): string {
  const peerBytes = Buffer.from(peer, 'ascii')
  const tail = Buffer.from(
    randomBytes(direction === 'outbound' ? 9 : 10)
      .toString('hex')
      .toUpperCase(),
    'ascii',
  )
  const record = Buffer.concat([
    Buffer.from([0x1c, 0x18, peerBytes.length]),
    peerBytes,
    Buffer.from([0x15, 0x02, 0x00, direction === 'outbound' ? 0x11 : 0x12, 0x18, tail.length]),
    tail,
    Buffer.from([0]),
  ])
  return `wamid.${record.toString('base64')}`
}

/** Business-scoped user id: the same person has another one in another portfolio, for ever the same in one. */
export function bsuidFor(portfolioId: string, person: { id: string; waId?: string }): string {
  const digest = createHash('sha256').update(`${portfolioId}|${person.id}`).digest('hex')
  const iso = person.waId ? countryOf(person.waId).iso : 'ZZ'
  return `${iso}.${numericFrom(digest, 20)}`
}

/** Numeric id as Graph objects have them. */
export function newGraphId(): string {
  return numericFrom(randomBytes(16).toString('hex'), 16)
}

/** Trace id that every Graph error carries. */
export function newTraceId(): string {
  return `A${randomBytes(16).toString('base64url')}`
}

function numericFrom(hex: string, length: number): string {
  const digits = BigInt(`0x${hex}`).toString().slice(0, length)
  return digits.startsWith('0') ? `1${digits.slice(1)}` : digits
}

/** Repeatable pseudo-random numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
