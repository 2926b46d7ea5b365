import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Config } from '../../config.ts'
import { reasonOf } from '../failure.ts'
import { fail, ok, warn, type Finding } from './check.ts'

const REDIS_TIMEOUT_MS = 3_000

export async function examineStorage({ storageDir }: Config): Promise<Finding> {
  const probe = join(storageDir, `.doctor-${randomUUID()}`)
  try {
    await mkdir(storageDir, { recursive: true })
    await writeFile(probe, 'x')
    return ok('storage', `${storageDir} can be written`)
  } catch (error) {
    return fail(
      'storage',
      reasonOf(error),
      `Let the server's user write to ${storageDir}, or set STORAGE_DIR.`,
    )
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

/** Nothing depends on Redis for correctness, so its absence is never a failure. */
export async function examineRedis({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === undefined)
    return ok('redis', 'not used; right for one process, several need it to keep their rate limits in step')
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: REDIS_TIMEOUT_MS,
  })
  let refusal: unknown
  redis.on('error', (error) => {
    refusal = error
  })
  try {
    await redis.connect()
    await redis.ping()
    return ok('redis', 'answers')
  } catch (error) {
    return warn(
      'redis',
      reasonOf(refusal ?? error),
      'Start it or mend REDIS_URL; until then each process counts for itself.',
    )
  } finally {
    redis.disconnect()
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

export function examinePublicUrl({ production, publicUrl }: Config): Finding {
  const url = new URL(publicUrl)
  if (url.protocol === 'https:' || !production) return ok('address', publicUrl)
  if (LOOPBACK.has(url.hostname))
    return warn(
      'address',
      `${publicUrl} is this machine only`,
      'Set PUBLIC_URL to the https address that people and Meta use.',
    )
  return fail(
    'address',
    `${publicUrl} is not encrypted`,
    'Set PUBLIC_URL to an https address; browsers keep no session otherwise, and Meta sends no webhooks.',
  )
}

export function examineWebhookSettings({ meta, publicUrl }: Config): Finding[] {
  return [
    meta.verifyToken
      ? ok('verify token', 'META_WEBHOOK_VERIFY_TOKEN is set')
      : warn(
          'verify token',
          'META_WEBHOOK_VERIFY_TOKEN is not set',
          `Set it to the token in Meta's console, beside the callback ${publicUrl}/webhooks/meta. Channels with an app of their own bring theirs.`,
        ),
    meta.appSecret
      ? ok('app secret', 'META_APP_SECRET is set')
      : warn(
          'app secret',
          'META_APP_SECRET is not set',
          'Set it, or give each channel its own: without one, no webhook can be trusted and all are refused.',
        ),
  ]
}
