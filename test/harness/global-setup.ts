import type { TestProject } from 'vitest/node'
import { createDatabase, dropDatabase, ensureEngine, listDatabases } from '../../scripts/engine/index.ts'
import { processRef } from '../../scripts/engine/process.ts'
import { migrate } from '../../src/server/platform/db/migrate.ts'

const PREFIX = 'crm_test_'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Server URL, for tests that make databases of their own. */
    testServerUrl: string
    /** One migrated database per worker. */
    testDatabaseUrls: string[]
  }
}

/**
 * Gives every worker a migrated database and drops them afterwards. TEST_DATABASE_URL names another
 * server (its user may create databases); without it the private engine of this checkout serves.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, release } = await testServer()
  const tearDown = async () => {
    for (const name of await listDatabases(url, runPrefix())) await dropDatabase(url, name)
    await release()
  }
  try {
    project.provide('testServerUrl', url)
    project.provide('testDatabaseUrls', await workerDatabases(url, project.vitest.config.maxWorkers))
  } catch (error) {
    await tearDown()
    throw error
  }
  return tearDown
}

async function workerDatabases(serverUrl: string, workers: number): Promise<string[]> {
  const urls: string[] = []
  for (let worker = 1; worker <= workers; worker++) {
    urls.push(await freshDatabase(serverUrl, `${runPrefix()}${worker}`))
  }
  return urls
}

async function testServer(): Promise<{ url: string; release: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, release: async () => undefined }
  const engine = await ensureEngine()
  await dropAbandoned(engine.url)
  return { url: engine.url, release: () => engine.stop() }
}

/** The run's pid in the name lets a later run clear up after one that was killed. */
function runPrefix(): string {
  return `${PREFIX}${process.pid}_`
}

async function freshDatabase(serverUrl: string, name: string): Promise<string> {
  await dropDatabase(serverUrl, name)
  const url = await createDatabase(serverUrl, name)
  await migrate(url, { folder: 'drizzle' })
  return url
}

async function dropAbandoned(serverUrl: string): Promise<void> {
  for (const name of await listDatabases(serverUrl, PREFIX)) {
    const pid = Number(name.slice(PREFIX.length).split('_')[0])
    if (!processRef(pid)) await dropDatabase(serverUrl, name)
  }
}
