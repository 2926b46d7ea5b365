import { randomUUID } from 'node:crypto'
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from '../log/index.ts'
import type { Count, Kv } from './kv.ts'
import { createMemoryKv } from './memory-kv.ts'

/** A request waits no longer than this for Redis before it goes on without. */
const COMMAND_TIMEOUT_MS = 200
const RECONNECT_MAX_MS = 5_000
const PREFIX = 'crm:'
const WAKE_UPS = `${PREFIX}wake-ups`

/** One step, so that a counter can't be left behind without its end. */
const INCREMENT = `
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
if count == tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }`

interface WakeUp {
  from: string
  channel: string
  message: string
}

export function createRedisKv(init: { redisUrl: string; log: Logger }): Kv {
  const self = randomUUID()
  const local = createMemoryKv()
  const health = new Health(init.log)
  const commands = connect(init.redisUrl, health, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
  })
  const subscriber = connect(init.redisUrl, health, {})
  listen(subscriber, health, (text) => {
    const wakeUp = JSON.parse(text) as WakeUp
    if (wakeUp.from !== self) local.publish(wakeUp.channel, wakeUp.message)
  })
  return {
    increment: async (key, windowMs, by = 1) => {
      const shared = isReady(commands)
        ? await health.attempt(() => increment(commands, `${PREFIX}${key}`, [windowMs, by]))
        : undefined
      return shared ?? local.increment(key, windowMs, by)
    },
    publish: (channel, message) => {
      local.publish(channel, message)
      if (!isReady(commands)) return
      void health.attempt(() => commands.publish(WAKE_UPS, JSON.stringify({ from: self, channel, message })))
    },
    subscribe: local.subscribe,
    close: async () => {
      commands.disconnect()
      subscriber.disconnect()
      await local.close()
    },
  }
}

function connect(url: string, health: Health, options: RedisOptions): Redis {
  const redis = new Redis(url, {
    ...options,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, RECONNECT_MAX_MS),
  })
  redis.on('error', (error) => health.lost(error))
  redis.on('ready', () => health.found())
  return redis
}

/** While it connects, at start or again, callers go on locally; its error event tells of failure. */
const isReady = (redis: Redis) => redis.status === 'ready'

/** One channel carries all wake-ups: they are few, and each process wants nearly all of them. */
function listen(subscriber: Redis, health: Health, take: (text: string) => void): void {
  subscriber.on('message', (_channel, text) => take(text))
  void health.attempt(() => subscriber.subscribe(WAKE_UPS))
}

async function increment(redis: Redis, key: string, args: [windowMs: number, by: number]): Promise<Count> {
  const [count, ttlMs] = (await redis.eval(INCREMENT, 1, key, ...args)) as [number, number]
  return { count, resetAt: new Date(Date.now() + Math.max(ttlMs, 0)) }
}

/** Says once that Redis is away, and again only after it was back. */
class Health {
  private isAway = false
  private readonly log: Logger

  constructor(log: Logger) {
    this.log = log
  }

  /** @returns undefined where Redis could not serve. */
  async attempt<T>(command: () => Promise<T>): Promise<T | undefined> {
    try {
      return await command()
    } catch (error) {
      this.lost(error)
      return undefined
    }
  }

  lost(error: unknown): void {
    if (this.isAway) return
    this.isAway = true
    this.log.warn({ evt: 'kv.redis_away', err: error }, 'Redis is away: replicas are not in step')
  }

  found(): void {
    if (!this.isAway) return
    this.isAway = false
    this.log.info({ evt: 'kv.redis_back' }, 'Redis is back')
  }
}
