import { ConfigError, readConfig } from './config.ts'
import { KeyringError } from './platform/crypto/index.ts'
import { startProcess } from './process.ts'

try {
  const running = await startProcess(readConfig(process.env))
  const stop = (signal: string) => void running.stop(signal).then(() => process.exit(0))
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))
} catch (error) {
  // There may be no logger yet. What the operator can mend is told in words, the rest with its trace.
  const isTheirs = error instanceof ConfigError || error instanceof KeyringError
  process.stderr.write(`${isTheirs ? error.message : String((error as Error).stack)}\n`)
  process.exit(1)
}
