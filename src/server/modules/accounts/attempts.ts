import { eq, inArray, lt, sql } from 'drizzle-orm'
import { hmacSha256 } from '../../platform/crypto/index.ts'
import type { SystemTx } from '../../platform/db/system-db.ts'
import { AppError } from '../../platform/errors.ts'
import { attempts } from '../../schema/index.ts'
import { decide, forgottenBefore, LOCKOUT_LIMITS, type Decision } from './domain/lockout.ts'
import type { AccountsServices } from './services.ts'

/** Whose attempts are counted: an account by its e-mail, existing or not, and an address. */
export type AttemptSubject = { kind: keyof typeof LOCKOUT_LIMITS; name: string }

interface Key {
  hash: Buffer
  limit: number
}

/**
 * Counts an attempt against every subject before it is made, so that attempts made at once can't
 * slip past the limit; `forgive` takes it back for those that succeed. The counters lie in the
 * database: no batch, process or restart gets around them.
 * @throws AppError RATE_LIMITED with `retryAfterSeconds`; a refused attempt is not counted.
 */
export async function countAttempt(
  services: AccountsServices,
  subjects: readonly AttemptSubject[],
): Promise<void> {
  const now = services.now()
  const keys = keysOf(services, subjects)
  const waitMs = await services.systemDb.tx('attempts', (tx) => takeAll(tx, keys, now))
  if (waitMs === 0) return
  services.log.warn({ evt: 'auth.locked_out', waitMs })
  throw new AppError('RATE_LIMITED', 'too many attempts, try again later', {
    details: { retryAfterSeconds: Math.ceil(waitMs / 1000) },
  })
}

/** The attempt succeeded. An account starts afresh; an address only gets this one attempt back, lest an
 *  attacker wipe its count with an account of his own. */
export async function forgive(
  services: AccountsServices,
  subjects: readonly AttemptSubject[],
): Promise<void> {
  const orm = services.systemDb('attempts')
  for (const subject of subjects) {
    const [key] = keysOf(services, [subject])
    if (!key) continue
    const row = eq(attempts.keyHash, key.hash)
    if (subject.kind === 'account') await orm.delete(attempts).where(row)
    else
      await orm
        .update(attempts)
        .set({ count: sql`greatest(${attempts.count} - 1, 0)` })
        .where(row)
  }
}

/** Clears away counters that no longer count. Nothing depends on when it runs. */
export async function removeLapsedAttempts(services: AccountsServices): Promise<void> {
  await services
    .systemDb('housekeeping')
    .delete(attempts)
    .where(lt(attempts.resetAt, forgottenBefore(services.now())))
    .limit(1_000)
}

/** Keyed, so that the table tells no e-mail; sorted, so that two attempts lock rows in one order. */
function keysOf(services: AccountsServices, subjects: readonly AttemptSubject[]): Key[] {
  return subjects
    .map(({ kind, name }) => ({
      hash: hmacSha256(services.config.sessionSecret, `attempts|${kind}|${name}`),
      limit: LOCKOUT_LIMITS[kind],
    }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
}

/** @returns milliseconds to wait, 0 where the attempt may go on. */
async function takeAll(tx: SystemTx, keys: Key[], now: Date): Promise<number> {
  await tx
    .insert(attempts)
    .values(keys.map(({ hash }) => ({ keyHash: hash, count: 0, resetAt: now })))
    .onDuplicateKeyUpdate({ set: { count: sql`${attempts.count}` } })
  const hashes = keys.map((key) => key.hash)
  const rows = await tx.select().from(attempts).where(inArray(attempts.keyHash, hashes)).for('update')
  const decisions = keys.map((key): { key: Key; decision: Decision } => {
    const row = rows.find((candidate) => candidate.keyHash.equals(key.hash))
    return { key, decision: decide(row, key.limit, now) }
  })
  const waits = decisions.map(({ decision }) => (decision.ok ? 0 : decision.retryAfterMs))
  const longest = Math.max(...waits)
  if (longest > 0) return longest
  for (const { key, decision } of decisions)
    if (decision.ok) await tx.update(attempts).set(decision.next).where(eq(attempts.keyHash, key.hash))
  return 0
}
