import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isSameProcessAlive, processRef, type ProcessRef } from './process.ts'

export type EngineKind = 'mariadb' | 'mysql'

/** Where one supervised engine keeps its things. All paths are absolute. */
export interface EnginePlace {
  home: string
  datadir: string
  socket: string
  pidFile: string
  logFile: string
  initFile: string
  stateFile: string
  lockFile: string
  usersDir: string
}

/** What must outlive a launcher so that the next one can adopt the engine. The file is 0600. */
export interface EngineState {
  port: number
  password: string
  kind: EngineKind
  version: string
}

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, the terminator included.
const SOCKET_PATH_MAX = 100

export function enginePlace(homeDir: string, datadirName: string): EnginePlace {
  const home = resolve(homeDir)
  const datadir = join(home, datadirName)
  const inHome = (name: string) => join(home, `${datadirName}.${name}`)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  return {
    home,
    datadir,
    socket: shortSocketPath(datadir, inHome('sock')),
    pidFile: inHome('pid'),
    logFile: inHome('log'),
    initFile: inHome('init.sql'),
    stateFile: inHome('state.json'),
    lockFile: inHome('lock'),
    usersDir: inHome('users'),
  }
}

function shortSocketPath(datadir: string, wanted: string): string {
  if (Buffer.byteLength(wanted) < SOCKET_PATH_MAX) return wanted
  const digest = createHash('sha256').update(datadir).digest('hex').slice(0, 16)
  return join(tmpdir(), `crm-${digest}.sock`)
}

/** The engine family that wrote the datadir, or null when there is none: neither opens the other's files. */
export function datadirKind(datadir: string): EngineKind | null {
  if (existsSync(join(datadir, 'mysql.ibd'))) return 'mysql'
  return existsSync(join(datadir, 'mysql')) ? 'mariadb' : null
}

export function readState(place: EnginePlace): EngineState | null {
  if (!existsSync(place.stateFile)) return null
  return JSON.parse(readFileSync(place.stateFile, 'utf8')) as EngineState
}

export function writeState(place: EnginePlace, state: EngineState): void {
  writePrivate(place.stateFile, `${JSON.stringify(state)}\n`)
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** Writes a 0600 file in one step, so that a reader never meets half of it. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, path)
}

/** The pid that the engine itself wrote, or null. */
export function readPid(place: EnginePlace): number | null {
  if (!existsSync(place.pidFile)) return null
  const pid = Number(readFileSync(place.pidFile, 'utf8').trim())
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

/**
 * Registers this process as a user of the engine.
 * @returns a function that signs off and says whether nobody else is left.
 */
export function joinUsers(place: EnginePlace): () => { isLast: boolean } {
  mkdirSync(place.usersDir, { recursive: true })
  const ticket = join(place.usersDir, `${process.pid}-${randomBytes(4).toString('hex')}`)
  writeFileSync(ticket, JSON.stringify(processRef(process.pid)))
  return () => {
    rmSync(ticket, { force: true })
    return { isLast: liveUsers(place) === 0 }
  }
}

function liveUsers(place: EnginePlace): number {
  const tickets = existsSync(place.usersDir) ? readdirSync(place.usersDir) : []
  return tickets.map((name) => join(place.usersDir, name)).filter(isLiveTicket).length
}

/** A launcher that was killed leaves its ticket behind; the next count clears it away. */
function isLiveTicket(path: string): boolean {
  const ref = readTicket(path)
  if (ref && isSameProcessAlive(ref)) return true
  rmSync(path, { force: true })
  return false
}

function readTicket(path: string): ProcessRef | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessRef | null
  } catch {
    return null // signed off between the listing and the reading
  }
}
