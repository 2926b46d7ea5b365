import { runNode } from '../lib/children.ts'
import { runTask } from '../lib/task.ts'

await runTask(({ args }) => runNode(['node_modules/drizzle-kit/bin.cjs', 'generate', ...args]))
