import { migrate } from '../platform/db/migrate.ts'
import type { Command } from './command.ts'
import { migrationsFolder } from './migrations-folder.ts'
import { configOf } from './parts.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary:
    'Brings the database of DATABASE_URL to the newest schema. Safe to run at any time, also by several at once.',
  usage: '',
  options: {},
  help: [],
  run: async ({ surroundings, progress }) => {
    const config = configOf(surroundings)
    const folder = migrationsFolder(surroundings, config)
    const { applied, alreadyApplied } = await migrate(config.databaseUrl, { folder, log: progress })
    const text =
      applied.length > 0 ? `${applied.length} applied, ${alreadyApplied} were there.` : 'Nothing to do.'
    return { json: { applied, alreadyApplied }, text }
  },
}
