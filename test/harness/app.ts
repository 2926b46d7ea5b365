import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/platform/log/index.ts'
import { startProcess, type RunningProcess } from '../../src/server/process.ts'
import { startFakeGraph, type FakeGraph } from '../fake-graph/fake-graph.ts'
import { testDatabaseUrl } from './database.ts'

export const VERIFY_TOKEN = 'verify-token-of-the-tests'

/** The whole product in this process, on the worker's database, with a simulated Meta beside it. */
export interface TestApp {
  url: string
  process: RunningProcess
  fake: FakeGraph
  close(): Promise<void>
}

export interface TestAppOptions {
  env?: Record<string, string>
  /** Where log lines go; nowhere by default. */
  logTo?: (line: string) => void
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const fake = await startFakeGraph()
  fake.control.configure({
    statusDelaysMs: { sent: 5, delivered: 10, read: 10 },
    webhookRetry: { firstMs: 20, factor: 1.5 },
  })
  const storage = mkdtempSync(join(tmpdir(), 'crm-media-'))
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: testDatabaseUrl(),
    SESSION_SECRET: 'a session secret that only tests know, 0123456789',
    DATA_ENCRYPTION_KEY: 'a data key of 32 chars for tests',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1',
    META_GRAPH_URL: fake.url,
    META_APP_SECRET: fake.appSecret,
    META_WEBHOOK_VERIFY_TOKEN: VERIFY_TOKEN,
    SAFE_FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    STORAGE_DIR: storage,
    SEND_HOLD_MS: '1500',
    LOG_LEVEL: options.logTo ? 'info' : 'silent',
    CRM_MIGRATIONS_DIR: 'drizzle',
    CRM_WEB_DIR: 'dist/public',
    ...options.env,
  })
  const destination = { write: (line: string) => options.logTo?.(line) }
  const running = await startProcess(config, createLogger({ level: config.logLevel, destination }))
  fake.control.configure({ webhookUrl: `${running.url}/webhooks/meta` })
  return {
    url: running.url,
    process: running,
    fake,
    close: async () => {
      await fake.close()
      await running.stop('test over')
      rmSync(storage, { recursive: true, force: true })
    },
  }
}
