import { build } from '../lib/build.ts'
import { runTask } from '../lib/task.ts'

await runTask(({ log }) => build(log))
