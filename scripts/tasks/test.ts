import { runNode } from '../lib/children.ts'
import { runTask } from '../lib/task.ts'

// The integration project's global set-up brings the engine, so that vitest run by hand has it too.
await runTask(({ args }) => runNode(['node_modules/vitest/vitest.mjs', 'run', ...args]))
