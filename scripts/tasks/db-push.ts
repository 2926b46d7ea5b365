import { runNode } from '../lib/children.ts'
import { developmentDatabase, migrateDatabase } from '../lib/database.ts'
import { runTask, TaskFailure } from '../lib/task.ts'

// drizzle-kit's own push cannot read MariaDB back, and its migrate fails without a word.
await runTask(async (context) => {
  const code = await runNode(['node_modules/drizzle-kit/bin.cjs', 'generate'])
  if (code !== 0) throw new TaskFailure('The schema could not be turned into migrations.', code)
  await migrateDatabase(await developmentDatabase(context), context.log)
  context.log('database: up to date')
})
