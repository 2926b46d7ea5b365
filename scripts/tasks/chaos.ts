import { runNode } from '../lib/children.ts'
import { runTask } from '../lib/task.ts'

await runTask(({ args }) => runNode(['--import', 'tsx', 'chaos/main.ts', ...args]))
