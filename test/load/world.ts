import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { createConnection, type Connection } from 'mysql2/promise'
import { createDatabase, dropDatabase, ensureEngine, type Engine } from '../../scripts/engine/index.ts'
import { nextFreePort } from '../../scripts/engine/process.ts'
import { migrate } from '../../src/server/platform/db/migrate.ts'
import { startFakeGraph, type FakeGraph } from '../fake-graph/fake-graph.ts'
import { bundleServer, type SourceEdit } from './bundle.ts'
import { Fleet } from './fleet.ts'

export interface WorldOptions {
  /** Names the folder under `.data` that holds engine, bundle, logs and media, and begins the database's name. */
  name: string
  processes: number
  holdMs: number
  edit?: SourceEdit | undefined
  /** `warn` unless told. */
  logLevel?: 'info' | 'warn'
  /** A database that outlives the run; without it the run has one of its own, dropped at the end. */
  keptDatabase?: string | undefined
}

export interface LoadWorld {
  dataDir: string
  databaseUrl: string
  engine: Engine
  bundle: string
  fleet: Fleet
  fake: FakeGraph
  env: Record<string, string>
  /** A fresh connection; the database may be killed under an older one. */
  connect(): Promise<Connection>
  crashDatabase(): Promise<void>
  close(): Promise<void>
}

/** Engine, database, simulated Meta and processes of the product, all of this run alone. */
export async function openWorld(options: WorldOptions): Promise<LoadWorld> {
  const dataDir = `.data/${options.name}`
  mkdirSync(dataDir, { recursive: true })
  const engine = await ensureEngine({ dataDir })
  const database =
    options.keptDatabase ?? `crm_${options.name}_${process.pid}_${randomBytes(3).toString('hex')}`
  const databaseUrl = await createDatabase(engine.url, database)
  await migrate(databaseUrl, { folder: 'drizzle' })
  const bundle = await bundleServer(`${dataDir}/bundle-${options.edit?.name ?? 'healthy'}`, options.edit)
  const fake = await startFakeGraph()
  const ports: number[] = []
  for (let i = 0; i < options.processes; i++) ports.push(await nextFreePort(43_100 + i * 10, ports))
  const storage = `${dataDir}/media-${process.pid}`
  const env = environment({ options, databaseUrl, fake, storage, ports })
  const fleet = new Fleet({ bundle, ports, env, logFile: `${dataDir}/processes.log` })
  await fleet.start()
  const world: LoadWorld = {
    dataDir,
    databaseUrl,
    engine,
    bundle,
    fleet,
    fake,
    env,
    connect: () => createConnection({ uri: databaseUrl, timezone: 'Z' }),
    crashDatabase: async () => {
      process.kill(world.engine.pid, 'SIGKILL')
      // Gives back the use of the dead one: the last user stops the engine.
      await world.engine.stop()
      world.engine = await ensureEngine({ dataDir })
    },
    close: async () => {
      await fleet.stop()
      await fake.close()
      if (options.keptDatabase === undefined) await dropDatabase(world.engine.url, database)
      await world.engine.stop()
      rmSync(storage, { recursive: true, force: true })
    },
  }
  return world
}

function environment(init: {
  options: WorldOptions
  databaseUrl: string
  fake: FakeGraph
  storage: string
  ports: number[]
}): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: init.databaseUrl,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    DATA_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    META_GRAPH_URL: init.fake.url,
    META_APP_SECRET: init.fake.appSecret,
    SAFE_FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    STORAGE_DIR: init.storage,
    SEND_HOLD_MS: String(init.options.holdMs),
    LOG_LEVEL: init.options.logLevel ?? 'warn',
    CRM_MIGRATIONS_DIR: 'drizzle',
    PUBLIC_URL: `http://127.0.0.1:${init.ports[0]}`,
  }
}
