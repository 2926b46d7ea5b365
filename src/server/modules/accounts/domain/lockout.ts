const MINUTE = 60_000
const WINDOW_MS = 15 * MINUTE
/** A lock is never for ever: whoever knows the password gets in again within this time. */
const LONGEST_LOCK_MS = 24 * 60 * MINUTE
/** After so long without an attempt, earlier locks no longer lengthen the next. */
const MEMORY_MS = 24 * 60 * MINUTE

/** Failed attempts allowed per window. */
export const LOCKOUT_LIMITS = { account: 10, address: 50 } as const

export interface AttemptCounter {
  /** Attempts so far. Whole multiples of the limit are locks: they make the next one longer. */
  count: number
  /** End of the running window, or of the lock. */
  resetAt: Date
}

export type Decision = { ok: true; next: AttemptCounter } | { ok: false; retryAfterMs: number }

/**
 * Counts one attempt. The attempt that reaches the limit is still let through and starts the lock:
 * 15 minutes, and twice as long each time, up to a day.
 */
export function decide(counter: AttemptCounter | undefined, limit: number, now: Date): Decision {
  if (!counter || hasLapsed(counter, MEMORY_MS, now)) return { ok: true, next: afterOneMore(0, limit, now) }
  const locks = Math.floor(counter.count / limit)
  if (hasLapsed(counter, 0, now)) return { ok: true, next: afterOneMore(locks * limit, limit, now) }
  if (locks > 0 && counter.count % limit === 0)
    return { ok: false, retryAfterMs: counter.resetAt.getTime() - now.getTime() }
  const next = afterOneMore(counter.count, limit, now)
  // The window runs from its first attempt, unless this one has turned it into a lock.
  return { ok: true, next: next.count % limit === 0 ? next : { ...next, resetAt: counter.resetAt } }
}

/** Attempts no longer count once they lie this far back. */
export function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - MEMORY_MS)
}

function afterOneMore(before: number, limit: number, now: Date): AttemptCounter {
  const count = before + 1
  const locks = Math.floor(count / limit)
  const isLock = count % limit === 0
  const span = isLock ? Math.min(WINDOW_MS * 2 ** (locks - 1), LONGEST_LOCK_MS) : WINDOW_MS
  return { count, resetAt: new Date(now.getTime() + span) }
}

function hasLapsed(counter: AttemptCounter, graceMs: number, now: Date): boolean {
  return counter.resetAt.getTime() + graceMs <= now.getTime()
}
