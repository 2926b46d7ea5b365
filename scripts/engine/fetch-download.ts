import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { output } from '../lib/exec.ts'
import { identify, type EngineBinary } from './binary.ts'
import type { Log } from './supervise.ts'

const DOWNLOAD_VERSION = '8.4'
const LIBRARIES = 'mysql-memory-server/dist/src'
const BREW = ['/opt/homebrew/bin/brew', '/usr/local/bin/brew']

/** The parts of mysql-memory-server that fetch a server program; its own supervision is not used. */
interface Downloader {
  downloadBinary(info: { version: string }, options: object, logger: object): Promise<string>
}

/**
 * MySQL's own archive for this system, by mysql-memory-server's table of downloads: about 60 MB or more.
 * @throws Error without a network, or on a system that the archive does not serve.
 */
export async function downloadMysql(log: Log): Promise<EngineBinary> {
  log(`database engine: downloading MySQL ${DOWNLOAD_VERSION} (this may take minutes)`)
  const server = await downloadServer().catch((error: unknown) => {
    // The package throws strings.
    throw error instanceof Error ? error : new Error(String(error))
  })
  const identity = identify(server)
  if (!identity) throw new Error(`The downloaded ${server} does not run on this system`)
  const baseDir = join(dirname(server), '..')
  const layout = { baseDir, messagesDir: join(baseDir, 'share'), pluginDir: join(baseDir, 'lib/plugin') }
  return { ...identity, server, layout, origin: 'downloaded archive' }
}

async function downloadServer(): Promise<string> {
  const load = createRequire(import.meta.url)
  const { DEFAULT_OPTIONS } = load(`${LIBRARIES}/constants`) as { DEFAULT_OPTIONS: { arch: string } }
  const { default: findBinary } = load(`${LIBRARIES}/libraries/Version`) as {
    default: (version: string, arch: string) => { version: string }
  }
  const { downloadBinary } = load(`${LIBRARIES}/libraries/Downloader`) as Downloader
  const silent = { log: () => undefined, warn: () => undefined, error: () => undefined }
  const options = { ...DEFAULT_OPTIONS, downloadRetries: 1 }
  return downloadBinary(findBinary(DOWNLOAD_VERSION, DEFAULT_OPTIONS.arch), options, silent)
}

/** Installs MariaDB by Homebrew where there is one. @returns whether a new look at the system is worth it. */
export async function installByHomebrew(log: Log): Promise<boolean> {
  const brew = BREW.find((path) => existsSync(path))
  if (!brew) return false
  log('database engine: installing MariaDB by Homebrew (brew install mariadb)')
  await output(brew, ['install', 'mariadb'])
  return true
}
