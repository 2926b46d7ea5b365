import { spawnSync } from 'node:child_process'
import type { EngineKind } from './place.ts'

/** A server program that can be run, and what it needs around it. */
export interface EngineBinary {
  kind: EngineKind
  version: string
  /** Where it comes from, in words for the log. */
  origin: string
  server: string
  /** MariaDB initialises a datadir by a script of its own; MySQL by a flag of the server. */
  installDb?: string
  /** Set when the program does not live where it was compiled to live. */
  layout?: { baseDir: string; messagesDir: string; pluginDir: string }
  /** Goes before the server's path: a foreign libc is reached through its own loader. */
  loader?: readonly string[]
  env?: Readonly<Record<string, string>>
}

const OLDEST: Record<EngineKind, readonly [number, number]> = { mariadb: [10, 6], mysql: [8, 0] }

/** Asks a program who it is. Null when it does not run or is too old for SKIP LOCKED. */
export function identify(
  server: string,
  around: Pick<EngineBinary, 'loader' | 'env'> = {},
): Pick<EngineBinary, 'kind' | 'version'> | null {
  const [program = server, ...prefix] = [...(around.loader ?? []), server]
  const { status, stdout } = spawnSync(program, [...prefix, '--no-defaults', '--version'], {
    encoding: 'utf8',
    env: { ...process.env, ...around.env },
  })
  return status === 0 ? parseVersion(stdout) : null
}

/** Reads the answer of `--version`. Exported for its test. */
export function parseVersion(text: string): Pick<EngineBinary, 'kind' | 'version'> | null {
  const match = /Ver (\d+)\.(\d+)\.(\d+)/.exec(text)
  if (!match) return null
  const kind: EngineKind = /mariadb/i.test(text) ? 'mariadb' : 'mysql'
  const [major, minor] = [Number(match[1]), Number(match[2])]
  const [oldestMajor, oldestMinor] = OLDEST[kind]
  const isRecent = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  return isRecent ? { kind, version: match.slice(1, 4).join('.') } : null
}
