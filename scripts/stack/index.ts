import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createDatabase, dropDatabase, ensureEngine } from '../engine/index.ts'
import { nextFreePort } from '../engine/process.ts'
import type { Child } from '../lib/children.ts'
import { cleanUps, type CleanUps } from '../lib/clean-ups.ts'
import { migrateDatabase } from '../lib/database.ts'
import { output } from '../lib/exec.ts'
import { privateSecrets } from '../lib/secrets.ts'
import { writeDemoNumbers } from './demo-numbers.ts'
import { startFakeGraph, type FakeGraph } from './fake-graph.ts'
import { endLeftovers, recordStack } from './leftovers.ts'
import { fillPhones } from './phones.ts'
import { startServer } from './server.ts'

export interface StackOptions {
  /** Names the database, the storage folder and the logs. */
  database: string
  log: (line: string) => void
  /** Wanted ports; a busy one is replaced by a free one with a note. Without them any free ports. */
  ports?: StackPorts
  /** A database of the user's instead of one on the private engine. */
  databaseUrl?: string
  /** Another server to make the database on, instead of the private engine. */
  serverUrl?: string
  /** Begin with an empty database and no files. */
  isReset?: boolean
  /** `load` adds a workspace with very much in it. */
  size?: string
  /** More settings for the server, over ours. */
  serverEnv?: NodeJS.ProcessEnv
  dataDir?: string
}

export interface StackPorts {
  app: number
  phone: number
  graph: number
}

export interface Login {
  email: string
  password: string
  name: string
  role: string
  workspace: string
}

/** The product as built, with a simulated Meta and demo data around it. */
export interface Stack {
  appUrl: string
  phoneUrl: string
  graphUrl: string
  databaseUrl: string
  logins: Login[]
  /** Settings that the server and the command line share. */
  env: NodeJS.ProcessEnv
  logFile: string
  /** The running server; another one after `restartServer`. */
  server(): Child
  /** Starts a new server on the same port; the old one must have ended or is stopped. */
  restartServer(): Promise<void>
  graph: Child
  stop(): Promise<void>
}

/**
 * Starts engine, database, simulated Meta, demo data and server, in this order. `dist/` must be built.
 * A second start on the same database keeps what is there.
 * @throws Error after stopping whatever had been started.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const atEnd = cleanUps()
  try {
    return await assemble(options, atEnd)
  } catch (error) {
    await atEnd.run(options.log)
    throw error
  }
}

async function assemble(options: StackOptions, atEnd: CleanUps): Promise<Stack> {
  const files = stackFiles(options)
  await endLeftovers(files.record)
  if (options.isReset) forget(files)
  mkdirSync(files.storage, { recursive: true })

  const databaseUrl = await prepareDatabase(options, atEnd)
  const ports = await choosePorts(options)
  const appUrl = `http://127.0.0.1:${ports.app}`
  const graph = await startGraph({ options, ports, appUrl, files })
  atEnd.add(() => graph.child.stop())
  const env = serverEnvironment({
    options,
    databaseUrl,
    appUrl,
    graph,
    port: ports.app,
    storage: files.storage,
  })
  const logins = await seed(env, writeDemoNumbers(options.dataDir), options.size)
  await fillPhones({ databaseUrl, phoneUrl: graph.phoneUrl })
  const servers = await keepServer({ env, appUrl, graph, files }, atEnd)
  return {
    appUrl,
    phoneUrl: graph.phoneUrl,
    graphUrl: graph.graphUrl,
    databaseUrl,
    logins,
    env,
    logFile: files.log,
    ...servers,
    graph: graph.child,
    stop: () => atEnd.run(options.log),
  }
}

interface ServerPlan {
  env: NodeJS.ProcessEnv
  appUrl: string
  graph: FakeGraph
  files: StackFiles
}

/** Starts the server and gives the means to replace it; whichever runs at the end is stopped. */
async function keepServer(
  { env, appUrl, graph, files }: ServerPlan,
  atEnd: CleanUps,
): Promise<Pick<Stack, 'server' | 'restartServer'>> {
  const start = () => startServer({ env, url: appUrl, logFile: files.log })
  let server = await start()
  atEnd.add(() => server.stop())
  const record = () =>
    recordStack(files.record, [server.process.pid, graph.child.process.pid].filter(isPid), appUrl)
  atEnd.add(record())
  return {
    server: () => server,
    restartServer: async () => {
      await server.stop()
      server = await start()
      record()
    },
  }
}

interface StackFiles {
  record: string
  storage: string
  log: string
  graphLog: string
  graphState: string
}

function stackFiles({ dataDir = '.data', database }: StackOptions): StackFiles {
  return {
    record: join(dataDir, `${database}.running.json`),
    storage: join(dataDir, 'storage', database),
    log: join(dataDir, `${database}.log`),
    graphLog: join(dataDir, `${database}.graph.log`),
    graphState: join(dataDir, `${database}.graph.json`),
  }
}

function forget({ storage, log, graphLog, graphState }: StackFiles): void {
  for (const path of [storage, log, graphLog, graphState]) rmSync(path, { recursive: true, force: true })
}

/** @returns the URL of the migrated database. */
async function prepareDatabase(options: StackOptions, atEnd: CleanUps): Promise<string> {
  const url = options.databaseUrl ?? (await ownDatabase(options, atEnd))
  await migrateDatabase(url, options.log)
  return url
}

async function ownDatabase(options: StackOptions, atEnd: CleanUps): Promise<string> {
  const serverUrl = options.serverUrl ?? (await holdEngine(options, atEnd))
  if (options.isReset) await dropDatabase(serverUrl, options.database)
  return createDatabase(serverUrl, options.database)
}

async function holdEngine({ dataDir, log }: StackOptions, atEnd: CleanUps): Promise<string> {
  const engine = await ensureEngine({ dataDir, log })
  atEnd.add(() => engine.stop())
  return engine.url
}

async function choosePorts({ ports, log }: StackOptions): Promise<StackPorts> {
  const chosen: StackPorts = { app: 0, phone: 0, graph: 0 }
  for (const name of ['app', 'phone', 'graph'] as const) {
    const wanted = ports?.[name] ?? 0
    chosen[name] = await nextFreePort(wanted, Object.values(chosen))
    if (wanted !== 0 && wanted !== chosen[name])
      log(`port ${wanted} is busy: the ${name} uses ${chosen[name]}`)
  }
  return chosen
}

function startGraph(around: {
  options: StackOptions
  ports: StackPorts
  appUrl: string
  files: StackFiles
}): Promise<FakeGraph> {
  return startFakeGraph({
    graphPort: around.ports.graph,
    phonePort: around.ports.phone,
    webhookUrl: `${around.appUrl}/webhooks/meta`,
    appSecret: privateSecrets(around.options.dataDir).META_APP_SECRET,
    stateFile: around.files.graphState,
    logFile: around.files.graphLog,
  })
}

/** Another installation's settings in the environment or in `.env` must not leak in; empty means unset. */
const FOREIGN_SETTINGS = { REDIS_URL: '', SMTP_URL: '', META_APP_ID: '', ROLES: '', TRUST_PROXY_HOPS: '' }

interface ServerFacts {
  options: StackOptions
  databaseUrl: string
  appUrl: string
  graph: FakeGraph
  port: number
  storage: string
}

function serverEnvironment(facts: ServerFacts): NodeJS.ProcessEnv {
  return {
    ...privateSecrets(facts.options.dataDir),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(facts.port),
    PUBLIC_URL: facts.appUrl,
    DATABASE_URL: facts.databaseUrl,
    ...FOREIGN_SETTINGS,
    STORAGE_DIR: facts.storage,
    META_GRAPH_URL: facts.graph.graphUrl,
    // The simulated Meta serves media from loopback, which the product otherwise refuses to fetch from.
    SAFE_FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    ...facts.options.serverEnv,
  }
}

async function seed(env: NodeJS.ProcessEnv, numbersFile: string, size = 'demo'): Promise<Login[]> {
  // The demo runs as production does, on a database that is its own.
  const args = [
    'dist/cli.js',
    'seed',
    '--demo',
    '--yes-demo',
    '--channels',
    numbersFile,
    '--size',
    size,
    '--json',
  ]
  const text = await output(process.execPath, args, { env: { ...process.env, ...env } })
  return (JSON.parse(text) as { logins: Login[] }).logins
}

function isPid(pid: number | undefined): pid is number {
  return pid !== undefined
}
