import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Surroundings } from './command.ts'
import { UsageError } from './failure.ts'

/** Beside the bundle, or in the repository that the source lies in; the setting wins. */
export function migrationsFolder({ home }: Surroundings, { migrationsDir }: Config): string {
  const places = migrationsDir ? [migrationsDir] : [join(home, 'drizzle'), join(home, '../../drizzle')]
  const found = places.find((folder) => existsSync(join(folder, 'meta/_journal.json')))
  if (found) return found
  throw new UsageError(`no migrations in ${places.join(' or ')}: set CRM_MIGRATIONS_DIR`, 'migrate')
}
