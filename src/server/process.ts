import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createHttpApp } from './api/http/index.ts'
import { createMetaIngress } from './api/ingress/meta-webhook.ts'
import { createRestRouter } from './api/rest/index.ts'
import { appRouter } from './api/trpc/router.ts'
import { compose, type Composed } from './compose.ts'
import type { Config } from './config.ts'
import { armCrashPoint } from './platform/crash-point.ts'
import { pendingMigrations } from './platform/db/migrate.ts'
import { createMetricsRegistry } from './platform/http/index.ts'
import { createLogger, type Logger } from './platform/log/index.ts'
import { addDatabaseMetrics } from './platform/metrics.ts'

export interface RunningProcess {
  url: string
  composed: Composed
  /** Finishes what is under way and frees everything; at most 15 seconds. */
  stop(reason: string): Promise<void>
}

const STOP_DEADLINE_MS = 14_000

/** Files that the build lays beside the bundle: `dist/public`, `dist/drizzle`. */
const besideBundle = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Starts one process of the product and resolves when it listens. */
export async function startProcess(
  config: Config,
  log: Logger = createLogger({ level: config.logLevel }),
): Promise<RunningProcess> {
  armCrashPoint(config.crashAt)
  const composed = compose(config, log)
  const state = { isStopping: false }
  const server = createServer(createListener(config, composed, state))
  if (config.roles.includes('web')) composed.live.attach(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  composed.start()
  const { port } = server.address() as AddressInfo
  const url = `http://${config.host}:${port}`
  log.info({ evt: 'process.listening', url, roles: config.roles })

  const stop = async (reason: string) => {
    if (state.isStopping) return
    state.isStopping = true
    log.info({ evt: 'process.stopping', reason })
    const deadline = setTimeout(() => process.exit(1), STOP_DEADLINE_MS)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    await composed.live.close()
    server.closeIdleConnections()
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 5_000).unref())])
    server.closeAllConnections()
    await composed.stop()
    clearTimeout(deadline)
    log.info({ evt: 'process.stopped' })
  }
  return { url, composed, stop }
}

/** Webhooks first, on plain node:http; Express for everything else. */
function createListener(config: Config, composed: Composed, state: { isStopping: boolean }) {
  const ingress = createIngress(config, composed)
  const app = createApp(config, composed, state)
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!ingress(request, response)) app(request, response)
  }
}

function createIngress(config: Config, { services, directory, health, intake }: Composed) {
  const { adapters, systemDb, workspaceDb, log } = services
  const { appSecret, verifyToken } = config.meta
  return createMetaIngress({
    adapters,
    directory,
    health,
    intake,
    systemDb,
    workspaceDb,
    log,
    appSecret,
    verifyToken,
  })
}

function createApp(config: Config, composed: Composed, state: { isStopping: boolean }) {
  const { services, pools } = composed
  const registry = createMetricsRegistry()
  addDatabaseMetrics(registry, {
    systemDb: services.systemDb,
    pools,
    liveClients: () => composed.live.clientCount,
    inboundWaiting: () => composed.intake.waiting,
  })
  const migrations = config.migrationsDir ?? besideBundle('drizzle')
  return createHttpApp({
    services,
    router: appRouter,
    registry,
    webDir: config.webDir ?? besideBundle('public'),
    checks: {
      running: async () => {
        if (state.isStopping) throw new Error('the process is stopping')
      },
      database: async () => {
        await pools.web.query('SELECT 1')
      },
      migrations: () => requireMigrated(composed, migrations),
    },
    mountApi: (express) => express.use('/api/v1', createRestRouter(services)),
  })
}

async function requireMigrated({ pools }: Composed, folder: string): Promise<void> {
  const connection = await pools.worker.getConnection()
  try {
    const pending = await pendingMigrations(connection, folder)
    if (pending.length > 0) throw new Error(`migrations are pending: ${pending.join(', ')}`)
  } finally {
    connection.release()
  }
}
