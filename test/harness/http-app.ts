import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { AnyTRPCRouter } from '@trpc/server'
import { testDatabaseUrl } from './database.ts'
import { readConfig } from '../../src/server/config.ts'
import type { Me } from '../../src/shared/contracts/accounts.ts'
import type { Role } from '../../src/shared/permissions.ts'
import { AccountsCaches } from '../../src/server/modules/accounts/index.ts'
import { addUser } from '../../src/server/modules/accounts/add-user.ts'
import { addWorkspace } from '../../src/server/modules/accounts/add-workspace.ts'
import { openSession } from '../../src/server/modules/accounts/sessions.ts'
import { hashPassword } from '../../src/server/platform/crypto/index.ts'
import { memberships } from '../../src/server/schema/index.ts'
import {
  authRouter,
  membersRouter,
  meRouter,
  workspaceRouter,
} from '../../src/server/api/trpc/routers/accounts.router.ts'
import { createGuard } from '../../src/server/platform/db/guard/index.ts'
import { createPools, type Pools } from '../../src/server/platform/db/pools.ts'
import { createSystemDb } from '../../src/server/platform/db/system-db.ts'
import { createWorkspaceDbFactory } from '../../src/server/platform/db/workspace-db.ts'
import { createMetricsRegistry, type ReadinessCheck } from '../../src/server/platform/http/index.ts'
import { createLogger } from '../../src/server/platform/log/index.ts'
import { createMemoryKv } from '../../src/server/platform/kv/memory-kv.ts'
import { createStorage } from '../../src/server/platform/storage/index.ts'
import { workspaceTableNames } from '../../src/server/schema/tables.ts'
import type { AppServices } from '../../src/server/api/services.ts'
import { router } from '../../src/server/api/trpc/base.ts'
import { createHttpApp, type HttpLimits } from '../../src/server/api/http/app.ts'
import { Browser } from './http-browser.ts'

/** The procedures of accounts, as the product mounts them. */
export const ACCOUNT_ROUTERS = {
  auth: authRouter,
  me: meRouter,
  workspace: workspaceRouter,
  members: membersRouter,
}

export interface TestAppOptions {
  env?: Record<string, string>
  router?: AnyTRPCRouter
  limits?: Partial<HttpLimits>
  checks?: Record<string, ReadinessCheck>
  webDir?: string
}

/** Made once: all have the same password, and checking it is slow on purpose. */
let passwordHash: Promise<string> | undefined

export type LogLine = Record<string, unknown>

/**
 * The real HTTP server on a free port and the worker's real database. Its secret is its own, so the
 * counters of attempts start at zero though the database is shared; its clock can be moved.
 */
export class TestApp {
  readonly url: string
  readonly services: AppServices
  readonly storageDir: string
  readonly logs: LogLine[]
  readonly pools: Pools
  private readonly clock: { offsetMs: number }
  private readonly stop: () => Promise<void>

  constructor(init: Pick<TestApp, 'url' | 'services' | 'storageDir' | 'logs' | 'pools'> & Internals) {
    this.url = init.url
    this.services = init.services
    this.storageDir = init.storageDir
    this.logs = init.logs
    this.pools = init.pools
    this.clock = init.clock
    this.stop = init.stop
  }

  browser(): Browser {
    return new Browser(this.url)
  }

  /** A browser signed in as somebody new who owns a workspace: what signing up leaves behind. */
  async signedUp(name = 'Ana Pérez'): Promise<Browser> {
    const browser = this.browser()
    const { email, password } = browser
    passwordHash ??= hashPassword(password)
    const person = { email, name, passwordHash: await passwordHash, locale: 'es' as const }
    const [ownerId, workspace] = await this.services.systemDb.tx('sign-up', async (tx) => {
      const userId = await addUser(tx, person)
      return [
        userId,
        await addWorkspace(tx, { name: 'Ferretería Ñandú', country: 'MX', ownerId: userId }),
      ] as const
    })
    browser.workspaceId = workspace.id
    const client = { ip: '127.0.0.1', userAgent: 'test', token: null }
    browser.cookies.set('sid', await openSession(this.services, ownerId, client))
    return browser
  }

  /** The same, working in somebody else's workspace. */
  async memberOf(owner: Browser, role: Role): Promise<Browser> {
    const browser = await this.signedUp('Luis Gómez')
    const { data: me } = await browser.query<Me>('me.get')
    const workspaceId = owner.workspaceId!
    await this.services
      .systemDb('operator-cli')
      .insert(memberships)
      .values({ workspaceId, userId: me.user.id, role })
    browser.workspaceId = workspaceId
    return browser
  }

  passTime(ms: number): void {
    this.clock.offsetMs += ms
  }

  close(): Promise<void> {
    return this.stop()
  }
}

type ModuleServices = Pick<AppServices, 'adapters' | 'channels' | 'sending' | 'reading' | 'replaying'>

interface Internals {
  clock: { offsetMs: number }
  stop: () => Promise<void>
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const logs: LogLine[] = []
  const clock = { offsetMs: 0 }
  const storageDir = await mkdtemp(join(tmpdir(), 'crm-media-'))
  const pools = createPools(testDatabaseUrl())
  const services = createServices({ options, pools, storageDir, logs, clock })
  const app = createHttpApp({
    services,
    router: options.router ?? router(ACCOUNT_ROUTERS),
    registry: createMetricsRegistry(),
    checks: options.checks ?? {},
    webDir: options.webDir,
    limits: options.limits ?? {},
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    // A test may have taken the database away itself.
    await pools.close().catch(() => undefined)
    await Promise.all([services.kv.close(), rm(storageDir, { recursive: true, force: true })])
  }
  return new TestApp({ url: `http://127.0.0.1:${port}`, services, storageDir, logs, pools, clock, stop })
}

function createServices(init: {
  options: TestAppOptions
  pools: Pools
  storageDir: string
  logs: LogLine[]
  clock: { offsetMs: number }
}): AppServices {
  const { options, pools, storageDir, logs, clock } = init
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: testDatabaseUrl(),
    SESSION_SECRET: `${randomUUID()}${randomUUID()}`,
    DATA_ENCRYPTION_KEY: 'a test never seals anything here',
    PUBLIC_URL: 'http://crm.test',
    STORAGE_DIR: storageDir,
    ...options.env,
  })
  const guard = createGuard({ workspaceTables: workspaceTableNames() })
  const sink = { write: (line: string) => void logs.push(JSON.parse(line) as LogLine) }
  const services: Omit<AppServices, keyof ModuleServices> = {
    config,
    log: createLogger({ level: 'debug', destination: sink }),
    now: () => new Date(Date.now() + clock.offsetMs),
    systemDb: createSystemDb(pools.web),
    workspaceDb: createWorkspaceDbFactory({ pool: pools.web, guard, onCommit: () => undefined }),
    accountsCaches: new AccountsCaches(),
    kv: createMemoryKv(),
    storage: createStorage(config.storageDir),
  }
  // The routers under test here ask for no more.
  return services as AppServices
}
