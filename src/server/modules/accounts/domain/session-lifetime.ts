const HOUR = 3_600_000

/** A session ends when unused for this long, */
const IDLE_MS = 12 * HOUR
/** and in any case this long after sign-in. */
export const ABSOLUTE_MS = 14 * 24 * HOUR
/** Use is written down at most this often: a request must not cost a write each time. */
const TOUCH_MS = 60_000

interface SessionTimes {
  lastUsedAt: Date
  expiresAt: Date
}

export function expiryOf(signedInAt: Date): Date {
  return new Date(signedInAt.getTime() + ABSOLUTE_MS)
}

export function isSessionAlive(session: SessionTimes, now: Date): boolean {
  return session.expiresAt > now && now.getTime() - session.lastUsedAt.getTime() < IDLE_MS
}

/** Sessions last used before this are dead. */
export function idleSince(now: Date): Date {
  return new Date(now.getTime() - IDLE_MS)
}

export function isUseWorthNoting(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= TOUCH_MS
}
