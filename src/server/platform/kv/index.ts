import type { Logger } from '../log/index.ts'
import type { Kv } from './kv.ts'
import { createMemoryKv } from './memory-kv.ts'
import { createRedisKv } from './redis-kv.ts'

export type { Kv } from './kv.ts'

/** Redis where it is configured, else this process's memory, with one warning. */
export function createKv(init: { redisUrl: string | undefined; log: Logger }): Kv {
  if (init.redisUrl !== undefined) return createRedisKv({ redisUrl: init.redisUrl, log: init.log })
  init.log.warn({ evt: 'kv.memory' }, 'REDIS_URL is not set: replicas are not in step')
  return createMemoryKv()
}
