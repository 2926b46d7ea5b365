// A launcher in miniature, for engine.itest.ts: takes the engine of the given folder, says where it is, and keeps
// it until a line arrives on stdin or somebody kills this process.
import { createDatabase, ensureEngine } from '../../scripts/engine/index.ts'

const engine = await ensureEngine({ dataDir: process.argv[2] })
const database = await createDatabase(engine.url, 'kept')
process.stdout.write(`${JSON.stringify({ pid: engine.pid, url: database })}\n`)
await new Promise((resolve) => process.stdin.once('data', resolve))
await engine.stop()
process.exit(0)
