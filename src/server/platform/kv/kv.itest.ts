import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../log/index.ts'
import { createKv, type Kv } from './index.ts'

const REDIS = 'redis-server'
const HAS_REDIS = spawnSync(REDIS, ['--version']).status === 0

let lines: { evt?: string; level?: string }[]
let kvs: Kv[]

beforeEach(() => {
  lines = []
  kvs = []
})
afterEach(() => Promise.all(kvs.map((kv) => kv.close())))

function newKv(redisUrl?: string): Kv {
  const log = createLogger({
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  })
  const kv = createKv({ redisUrl, log })
  kvs.push(kv)
  return kv
}

const warnings = () => lines.filter((line) => line.level === 'warn').map((line) => line.evt)

/** Keys of this test alone. */
const unique = () => `test:${crypto.randomUUID()}`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function startRedis(port: number): Promise<ChildProcess> {
  const redis = spawn(REDIS, [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ])
  for await (const chunk of redis.stdout) if (String(chunk).includes('Ready to accept')) break
  return redis
}

async function stopRedis(redis: ChildProcess): Promise<void> {
  if (redis.exitCode !== null || redis.signalCode !== null) return
  redis.kill('SIGKILL')
  await once(redis, 'exit')
}

function behavesLikeKv(make: () => Kv): void {
  it('counts within a window, by as much as it is told', async () => {
    const kv = make()
    const key = unique()
    await expect.poll(async () => (await kv.increment(key, 60_000, 0)).count).toBe(0)
    expect((await kv.increment(key, 60_000)).count).toBe(1)
    const { count, resetAt } = await kv.increment(key, 60_000, 9)
    expect(count).toBe(10)
    expect(resetAt.getTime()).toBeGreaterThan(Date.now() + 50_000)
    expect(resetAt.getTime()).toBeLessThanOrEqual(Date.now() + 60_500)
  })

  it('starts anew once the window is over', async () => {
    const kv = make()
    const key = unique()
    expect((await kv.increment(key, 50, 5)).count).toBe(5)
    await expect.poll(async () => (await kv.increment(key, 50, 0)).count, { interval: 60 }).toBe(0)
  })

  it('tells subscribers, until they have enough', () => {
    const kv = make()
    const heard: string[] = []
    const stop = kv.subscribe('a', (message) => heard.push(message))
    kv.publish('a', '1')
    kv.publish('b', '2')
    stop()
    kv.publish('a', '3')
    expect(heard).toEqual(['1'])
  })
}

describe('without Redis', () => {
  behavesLikeKv(() => newKv())

  it('says once that replicas are not in step', async () => {
    const kv = newKv()
    for (let n = 0; n < 10; n++) await kv.increment(unique(), 1_000)
    expect(warnings()).toEqual(['kv.memory'])
  })
})

describe.runIf(HAS_REDIS)('with Redis', () => {
  let redis: ChildProcess
  let port: number

  beforeEach(async () => {
    port = await freePort()
    redis = await startRedis(port)
  })
  afterEach(() => stopRedis(redis))

  const connected = () => newKv(`redis://127.0.0.1:${port}`)

  behavesLikeKv(connected)

  /** Two processes' worth, both connected: until then each would count by itself. */
  async function connectedPair(): Promise<[Kv, Kv]> {
    const [one, other] = [connected(), connected()]
    await expect
      .poll(async () => {
        const probe = unique()
        await one.increment(probe, 60_000)
        return (await other.increment(probe, 60_000)).count
      })
      .toBe(2)
    return [one, other]
  }

  it('counts for all processes together', async () => {
    const [one, other] = await connectedPair()
    const key = unique()
    await Promise.all([one, other, one, other].map((kv) => kv.increment(key, 60_000)))
    expect((await one.increment(key, 60_000, 0)).count).toBe(4)
    expect(warnings()).toEqual([])
  })

  it('wakes the other process, and its own once', async () => {
    const [one, other] = [connected(), connected()]
    const heard = { one: [] as string[], other: [] as string[] }
    one.subscribe('events', (message) => heard.one.push(message))
    other.subscribe('events', (message) => heard.other.push(message))
    let sent = 0
    await expect
      .poll(() => {
        one.publish('events', String(++sent))
        return heard.other.length
      })
      .toBeGreaterThan(0)
    expect(heard.one).toEqual(Array.from({ length: sent }, (_, n) => String(n + 1)))
  })

  it('goes on alone when Redis goes away, says so once, and comes back', async () => {
    const [kv, other] = await connectedPair()
    await other.close()
    const key = unique()
    await stopRedis(redis)
    const startedAt = performance.now()
    for (let n = 0; n < 50; n++) await kv.increment(key, 60_000)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    await expect.poll(warnings).toEqual(['kv.redis_away'])
    redis = await startRedis(port)
    await expect
      .poll(() => lines.some((line) => line.evt === 'kv.redis_back'), { timeout: 10_000 })
      .toBe(true)
    expect(warnings()).toEqual(['kv.redis_away'])
  })

  it('does not wait for a Redis that hangs', async () => {
    const [kv] = await connectedPair()
    const key = unique()
    redis.kill('SIGSTOP')
    const startedAt = performance.now()
    expect((await kv.increment(key, 60_000)).count).toBeGreaterThan(0)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})
