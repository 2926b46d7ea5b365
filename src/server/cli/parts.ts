import { readConfig, type Config } from '../config.ts'
import { createLogger, type Logger } from '../platform/log/index.ts'
import type { Parts, Surroundings } from './command.ts'

/** The settings of this call. @throws ConfigError */
export function configOf({ env }: Surroundings): Config {
  return readConfig(env)
}

/**
 * Lends a command the product's parts and takes them back, whatever happens. Jobs stay where they
 * are: they are the running server's business.
 */
export async function withParts<T>(
  surroundings: Surroundings,
  use: (parts: Parts, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(surroundings)
  const parts = surroundings.compose(config, quietLog(surroundings, config))
  try {
    await parts.jobs.stop()
    return await use(parts, config)
  } finally {
    // What fails here failed before, and the command has its own words for that.
    await parts.stop().catch(() => undefined)
  }
}

/** Stdout belongs to the answer, and an operator reads errors, not the log of a start. */
function quietLog({ err }: Surroundings, { logLevel }: Config): Logger {
  const level = logLevel === 'debug' || logLevel === 'trace' ? logLevel : 'silent'
  return createLogger({ level, destination: { write: (line) => err(line) } })
}
