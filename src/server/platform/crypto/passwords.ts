import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import bcrypt from 'bcrypt'
import { Turnstile } from './turnstile.ts'

const COST = 12

/**
 * bcrypt reads 72 bytes and no more, and stops at a NUL: hashing first makes every byte of a long
 * password count. SHA-384 in base64 is 64 characters.
 */
function prepared(password: string): string {
  return createHash('sha384').update(password).digest('base64')
}

/**
 * One core stays free for everything else. At 4 hashes a second and core, who is a hundredth in the
 * queue would wait longer than a browser does.
 */
const turnstile = new Turnstile({ places: Math.max(1, availableParallelism() - 1), maxWaiting: 100 })

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
