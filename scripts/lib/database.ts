import { migrate } from '../../src/server/platform/db/migrate.ts'
import { createDatabase, ensureEngine } from '../engine/index.ts'
import type { TaskContext } from './task.ts'

/**
 * URL of the database that a development command works on: DATABASE_URL if the user names one, else this
 * database on the private engine, which `runTask` lets go of at the end.
 */
export async function developmentDatabase({ log }: TaskContext, name = 'crm'): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  const engine = await ensureEngine({ log })
  return createDatabase(engine.url, name)
}

/** Applies the repository's migrations, telling only of what it did. */
export async function migrateDatabase(url: string, log: (line: string) => void): Promise<void> {
  const { applied, alreadyApplied } = await migrate(url, { folder: 'drizzle', log })
  if (applied.length > 0) log(`database: ${applied.length} migrations applied, ${alreadyApplied} were there`)
}
