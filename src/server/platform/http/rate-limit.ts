import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit'
import { AppError } from '../errors.ts'
import type { Kv } from '../kv/index.ts'

const WINDOW_MS = 60_000
/** What a provider hands to one household or office. */
const IPV6_SUBNET = 56

interface Limit {
  kv: Kv
  /** Keeps this limit's counters apart from the others'. */
  name: string
  perMinute: number
  /** Who is counted; absent, the address. */
  keyOf?: (req: Request) => string | Promise<string>
  /** How much a request counts for. */
  costOf?: (req: Request) => number
}

/** An address as limits know it: `::ffff:a.b.c.d` is `a.b.c.d`, and IPv6 counts by its /56. */
export function addressKey(req: Request): string {
  return `ip:${ipKeyGenerator(req.ip ?? '', IPV6_SUBNET)}`
}

/**
 * Refuses callers who send too much with RATE_LIMITED and `retryAfterSeconds`.
 * @returns one middleware; a request that costs nothing passes uncounted.
 */
export function limitRate(limit: Limit): RequestHandler {
  const costs = new WeakMap<Request, number>()
  const costOf = (req: Request) => costs.get(req) ?? 1
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: limit.perMinute,
    store: storeOf(limit),
    keyGenerator: async (req) => `${costOf(req)} ${await (limit.keyOf ?? addressKey)(req)}`,
    standardHeaders: 'draft-8',
    identifier: limit.name,
    legacyHeaders: false,
    // Its checks speak on the console; the tests of this module stand in for them.
    validate: false,
    handler: (req, res) => {
      const resetAt = (req as Request & { rateLimit?: { resetTime?: Date } }).rateLimit?.resetTime
      throw tooMany(resetAt ?? new Date(Date.now() + WINDOW_MS), res)
    },
  })
  return (req, res, next) => {
    const cost = limit.costOf?.(req) ?? 1
    if (cost === 0) return next()
    costs.set(req, cost)
    return limiter(req, res, next)
  }
}

/**
 * The library counts requests, one each. A batch carries several calls, so its cost leads the key
 * on the way into the store, which counts that much.
 */
function storeOf({ kv, name }: Limit): Store {
  const counterOf = (key: string): [counter: string, cost: number] => {
    const space = key.indexOf(' ')
    return [`rate:${name}:${key.slice(space + 1)}`, Number(key.slice(0, space))]
  }
  return {
    increment: async (key) => {
      const [counter, cost] = counterOf(key)
      const { count, resetAt } = await kv.increment(counter, WINDOW_MS, cost)
      return { totalHits: count, resetTime: resetAt }
    },
    decrement: async (key) => {
      const [counter, cost] = counterOf(key)
      await kv.increment(counter, WINDOW_MS, -cost)
    },
    resetKey: () => undefined,
  }
}

function tooMany(resetAt: Date, res: { setHeader(name: string, value: string): unknown }): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1000))
  res.setHeader('retry-after', String(retryAfterSeconds))
  return new AppError('RATE_LIMITED', 'too many requests, try again later', {
    details: { retryAfterSeconds },
  })
}
