import { createServer } from 'node:http'
import { ConfigError, readConfig } from './config.ts'
import { startProcess } from './process.ts'

try {
  const running = await startProcess(readConfig(process.env), (listener) => createServer(listener))
  const stop = (signal: string) => void running.stop(signal).then(() => process.exit(0))
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))
} catch (error) {
  // Before there is a logger: what is wrong, in words, and nothing else.
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`)
  process.exit(1)
}
