import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { createConnection, type Connection } from 'mysql2/promise'
import { createDatabase, dropDatabase, ensureEngine, type Engine } from '../scripts/engine/index.ts'
import { nextFreePort } from '../scripts/engine/process.ts'
import { migrate } from '../src/server/platform/db/migrate.ts'
import { startFakeGraph, type FakeGraph } from '../test/fake-graph/fake-graph.ts'
import { bundleServer, type Mutation } from './bundle.ts'
import { Fleet } from './fleet.ts'

const DATA_DIR = '.data/chaos'

export interface ChaosWorld {
  databaseUrl: string
  fleet: Fleet
  fake: FakeGraph
  env: Record<string, string>
  /** A fresh connection; the database may be killed under an older one. */
  connect(): Promise<Connection>
  crashDatabase(): Promise<void>
  close(): Promise<void>
}

/** Engine, database, simulated Meta and two processes of the product, all of this run alone. */
export async function openWorld(options: { processes: number; mutation?: Mutation; holdMs: number }): Promise<ChaosWorld> {
  mkdirSync(DATA_DIR, { recursive: true })
  let engine: Engine = await ensureEngine({ dataDir: DATA_DIR })
  const name = `crm_chaos_${process.pid}_${randomBytes(3).toString('hex')}`
  const databaseUrl = await createDatabase(engine.url, name)
  await migrate(databaseUrl, { folder: 'drizzle' })
  const dir = `${DATA_DIR}/bundle-${options.mutation?.name ?? 'healthy'}`
  const bundle = await bundleServer(dir, options.mutation)
  const fake = await startFakeGraph()
  const ports: number[] = []
  for (let i = 0; i < options.processes; i++) ports.push(await nextFreePort(43_100 + i * 10, ports))
  const storage = `${DATA_DIR}/media-${process.pid}`
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    DATA_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    META_GRAPH_URL: fake.url,
    META_APP_SECRET: fake.appSecret,
    SAFE_FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    STORAGE_DIR: storage,
    SEND_HOLD_MS: String(options.holdMs),
    LOG_LEVEL: 'warn',
    CRM_MIGRATIONS_DIR: 'drizzle',
    PUBLIC_URL: `http://127.0.0.1:${ports[0]}`,
  }
  const fleet = new Fleet({ bundle, ports, env, logFile: `${DATA_DIR}/processes.log` })
  await fleet.start()
  return {
    databaseUrl,
    fleet,
    fake,
    env,
    connect: () => createConnection({ uri: databaseUrl, timezone: 'Z' }),
    crashDatabase: async () => {
      process.kill(engine.pid, 'SIGKILL')
      engine = await ensureEngine({ dataDir: DATA_DIR })
    },
    close: async () => {
      await fleet.stop()
      await fake.close()
      await dropDatabase(engine.url, name)
      await engine.stop()
      rmSync(storage, { recursive: true, force: true })
    },
  }
}
