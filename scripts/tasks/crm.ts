import { runNode } from '../lib/children.ts'
import { developmentDatabase, migrateDatabase } from '../lib/database.ts'
import { privateSecrets } from '../lib/secrets.ts'
import { runTask } from '../lib/task.ts'

await runTask(async (context) => {
  const isOwn = !process.env.DATABASE_URL
  const url = await developmentDatabase(context)
  // A database that the user names is migrated when he says so, the private one whenever it is behind.
  if (isOwn) await migrateDatabase(url, context.log)
  const env = {
    ...(isOwn ? privateSecrets() : {}),
    ...process.env,
    DATABASE_URL: url,
    CRM_MIGRATIONS_DIR: 'drizzle',
    // The same files as the development server's.
    ...(isOwn && !process.env.STORAGE_DIR ? { STORAGE_DIR: '.data/storage/crm' } : {}),
  }
  return runNode(['--import', 'tsx', 'src/server/cli.ts', ...context.args], env)
})
