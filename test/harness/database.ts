import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase } from '../../scripts/engine/databases.ts'

/**
 * URL of this worker's database, with all migrations applied. Files of one worker share it in turn, and it is
 * never emptied: every test makes its own workspace.
 */
export function testDatabaseUrl(): string {
  const worker = Number(process.env.VITEST_POOL_ID ?? '1')
  const url = inject('testDatabaseUrls')[worker - 1]
  if (!url) throw new Error(`No test database for worker ${worker}`)
  return url
}

/** URL of the server that the test databases live on, without a default database. */
export function testServerUrl(): string {
  return inject('testServerUrl')
}

/** A new empty database for a test that migrates or breaks one. The caller drops it. */
export async function createScratchDatabase(
  serverUrl = testServerUrl(),
): Promise<{ url: string; drop: () => Promise<void> }> {
  // The worker's database name leads, so that the run's own clean-up also finds what a failed test left.
  const stem = new URL(testDatabaseUrl()).pathname.slice(1)
  const name = `${stem}_${randomBytes(4).toString('hex')}`
  const url = await createDatabase(serverUrl, name)
  return { url, drop: () => dropDatabase(serverUrl, name) }
}
