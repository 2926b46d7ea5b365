import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import bcrypt from 'bcrypt'

const COST = 12

/**
 * bcrypt reads 72 bytes and no more, and stops at a NUL: hashing first makes every byte of a long
 * password count. SHA-384 in base64 is 64 characters.
 */
function prepared(password: string): string {
  return createHash('sha384').update(password).digest('base64')
}

/** Lets at most one hash a core run at a time: a wave of sign-ins must not starve everything else. */
class Turnstile {
  private free: number
  private readonly queue: (() => void)[] = []

  constructor(places: number) {
    this.free = places
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--
    else await new Promise<void>((resolve) => this.queue.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.queue.shift()
      if (next) next()
      else this.free++
    }
  }
}

const turnstile = new Turnstile(Math.max(1, availableParallelism() - 1))

/** @param cost bcrypt's, the logarithm of the rounds; only tests take a lower one. */
export function hashPassword(password: string, cost = COST): Promise<string> {
  return turnstile.through(() => bcrypt.hash(prepared(password), cost))
}

export function verifyPassword(password: string, hash: string): Promise<boolean> {
  return turnstile.through(() => bcrypt.compare(prepared(password), hash))
}

/** A valid hash of a password that nobody has. */
const NOBODY = '$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZDBo8H3GBbUHoIeMPvYsLhB.Z7i7uy'

/** Takes as long as a real check: who does not exist must not be told apart by time. */
export async function dummyVerify(password: string): Promise<false> {
  await verifyPassword(password, NOBODY)
  return false
}

/** True where the hash was made at a lower cost than today's. */
export function needsRehash(hash: string, cost = COST): boolean {
  return bcrypt.getRounds(hash) < cost
}
