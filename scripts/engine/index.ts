import { join } from 'node:path'
import { downloadMysql, installByHomebrew } from './fetch-download.ts'
import { fetchMariadb } from './fetch-mariadb.ts'
import { enginePlace } from './place.ts'
import { installedServers } from './find.ts'
import { superviseEngine, type Engine, type Log } from './supervise.ts'
import type { EngineBinary } from './binary.ts'

export type { Engine, Log } from './supervise.ts'
export { createDatabase, dropDatabase, listDatabases } from './databases.ts'

const NO_ENGINE =
  'Install MariaDB 10.6 or newer (Debian and Ubuntu: apt-get install mariadb-server; macOS: brew install mariadb), ' +
  'or set DATABASE_URL to a MySQL 8 or MariaDB server. What was tried:'

export interface EnsureEngineOptions {
  /** Folder of the private data; `.data` unless told. */
  dataDir?: string
  log?: Log
}

/**
 * Gives the private database engine of this checkout, with its data in `<dataDir>/mysql`.
 * Callers look at DATABASE_URL first: a database that the user names always wins.
 * @throws Error that says what to install when no engine can be had.
 */
export async function ensureEngine({
  dataDir = '.data',
  log = toStderr,
}: EnsureEngineOptions = {}): Promise<Engine> {
  const place = enginePlace(dataDir, 'mysql')
  return superviseEngine({ place, candidates: () => engineCandidates(join(dataDir, 'engine'), log), log })
}

/** A source fails on its own: the next may still work, and the last words name them all. */
async function* engineCandidates(home: string, log: Log): AsyncGenerator<EngineBinary> {
  yield* installedServers()
  const failures: string[] = []
  for (const fetchServers of [
    () => fromPackages(home, log),
    () => fromHomebrew(log),
    () => fromDownload(log),
  ]) {
    try {
      yield* await fetchServers()
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error([NO_ENGINE, ...failures].join('\n  '))
}

async function fromPackages(home: string, log: Log): Promise<EngineBinary[]> {
  const binary = await fetchMariadb(home, log)
  return binary ? [binary] : []
}

async function fromHomebrew(log: Log): Promise<EngineBinary[]> {
  return (await installByHomebrew(log)) ? [...installedServers()] : []
}

async function fromDownload(log: Log): Promise<EngineBinary[]> {
  return [await downloadMysql(log)]
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}
