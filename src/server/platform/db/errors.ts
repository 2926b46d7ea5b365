/** The engine's numbers that code decides on. Names differ between MySQL and MariaDB; numbers don't. */
const DUPLICATE_KEY = 1062
const DEADLOCK = 1213
const LOCK_WAIT_TIMEOUT = 1205
/** Read-only, shutdown and too many connections: the database is away, not the statement wrong. */
const AWAY = new Set([1040, 1053, 1129, 1152, 1158, 1159, 1160, 1161, 1203, 1290, 1792, 1836, 3024])
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'ER_SERVER_SHUTDOWN',
])

interface EngineError {
  errno?: number
  code?: string
  sqlMessage?: string
  message?: string
}

/** An error and what caused it: Drizzle wraps the driver's, and its own rollback's on top. */
function* chainOf(error: unknown): Generator<Error & EngineError> {
  let current: unknown = error
  for (let depth = 0; depth < 6 && current instanceof Error; depth++) {
    yield current
    current = current.cause
  }
}

function engineErrorOf(error: unknown): EngineError | undefined {
  for (const candidate of chainOf(error)) {
    if (typeof candidate.errno === 'number' || typeof candidate.code === 'string') return candidate
  }
  return undefined
}

/** The violated key without its table (MySQL writes `table.key`), or undefined for other errors. */
export function duplicateKeyOf(error: unknown): string | undefined {
  const engine = engineErrorOf(error)
  if (engine?.errno !== DUPLICATE_KEY) return undefined
  const key = /for key '(?:[^'.]*\.)?([^']+)'/.exec(engine.sqlMessage ?? engine.message ?? '')?.[1]
  return key ?? ''
}

/** A transaction that was rolled back by the engine and may simply be run again. */
export function isRetriable(error: unknown): boolean {
  const errno = engineErrorOf(error)?.errno
  return errno === DEADLOCK || errno === LOCK_WAIT_TIMEOUT
}

/** What the driver says without a code of its own. */
const AWAY_WORDS = /in closed state|Connection lost|Pool is closed|Queue limit reached/

/** The database can't be reached or refuses everybody: answer 503 and let the caller repeat. */
export function isDatabaseAway(error: unknown): boolean {
  for (const candidate of chainOf(error)) {
    if (AWAY.has(candidate.errno ?? 0) || AWAY_CODES.has(candidate.code ?? '')) return true
    if (AWAY_WORDS.test(candidate.message)) return true
  }
  return false
}
