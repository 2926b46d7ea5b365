import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { initialiseCommand, initSql, serverArguments } from './arguments.ts'
import type { EngineBinary } from './binary.ts'
import { serverVersion } from './databases.ts'
import { withFileLock } from './lock.ts'
import {
  datadirKind,
  joinUsers,
  newPassword,
  readPid,
  readState,
  writePrivate,
  writeState,
  type EngineKind,
  type EnginePlace,
  type EngineState,
} from './place.ts'
import { commandLineOf, freePort, processRef, terminate, waitUntil, type ProcessRef } from './process.ts'

// Crash recovery replays the redo log before the port opens; on a slow disk that takes its time.
const START_DEADLINE_MS = 120_000
const STOP_GRACE_MS = 60_000

export type Log = (line: string) => void

export interface Engine {
  /** `mysql://…@127.0.0.1:PORT/` of a user that may create databases. */
  url: string
  kind: EngineKind
  version: string
  pid: number
  /** Signs off; the last user to leave stops the engine. */
  stop(): Promise<void>
}

export interface SuperviseOptions {
  place: EnginePlace
  /** Server programs in order of preference, found lazily: the later ones are downloads. */
  candidates: () => AsyncIterable<EngineBinary>
  log: Log
}

/**
 * Gives the running engine of this place, starting it if need be. Several launchers may ask at once;
 * any of them, and the engine, may be killed at any moment, and the next call finds its way.
 * @throws Error with the engine's own log when no candidate starts.
 */
export function superviseEngine(options: SuperviseOptions): Promise<Engine> {
  const engine = hold(options)
  held.add(engine)
  return engine
}

/** Signs off from every engine that this process holds, those that are just being started included. */
export async function releaseEngines(): Promise<void> {
  const engines = await Promise.allSettled(held)
  for (const outcome of engines) if (outcome.status === 'fulfilled') await outcome.value.stop()
}

const held = new Set<Promise<Engine>>()

function hold(options: SuperviseOptions): Promise<Engine> {
  return locked(options, async () => {
    const running = (await adopt(options)) ?? (await start(options))
    const leave = joinUsers(options.place)
    return { ...running, stop: () => stop(options, leave) }
  })
}

function locked<T>({ place, log }: SuperviseOptions, work: () => Promise<T>): Promise<T> {
  const onWait = (holder: ProcessRef) =>
    log(`database engine: waiting for process ${holder.pid}, which starts or stops it`)
  return withFileLock({ path: place.lockFile, onWait }, work)
}

type Running = Omit<Engine, 'stop'>

/** The engine that is already alive on our datadir, or null. */
async function adopt({ place }: SuperviseOptions): Promise<Running | null> {
  const [state, engine] = [readState(place), engineProcess(place)]
  if (!state || !engine) return null
  const url = urlOf(state)
  const isUp = await waitUntil(
    async () => !engineProcess(place) || (await serverVersion(url)) !== null,
    START_DEADLINE_MS,
  )
  if (!engineProcess(place)) return null
  if (!isUp)
    throw new Error(`${describe(state)} (process ${engine.pid}) runs but does not answer\n${logTail(place)}`)
  return { url, kind: state.kind, version: state.version, pid: engine.pid }
}

/** The process in the pid file, only if its arguments name our datadir: pids are reused. */
function engineProcess(place: EnginePlace): ProcessRef | null {
  const pid = readPid(place)
  if (pid === null || !commandLineOf(pid)?.includes(`--datadir=${place.datadir}`)) return null
  return processRef(pid)
}

async function start(options: SuperviseOptions): Promise<Running> {
  const failures: string[] = []
  try {
    for await (const binary of options.candidates()) {
      const outcome = await tryStart(binary, options)
      if (typeof outcome !== 'string') return outcome
      failures.push(`${binary.origin}: ${outcome}`)
      options.log(`database engine: ${binary.origin} did not start, trying the next`)
    }
  } catch (error) {
    failures.push(messageOf(error)) // the list of candidates ended with its own account of what was tried
  }
  throw new Error(['No database engine could be started.', ...failures].join('\n  '))
}

/** @returns the running engine, or why this candidate cannot be it. */
async function tryStart(binary: EngineBinary, options: SuperviseOptions): Promise<Running | string> {
  const written = datadirKind(options.place.datadir)
  if (written && written !== binary.kind) return `${options.place.datadir} was written by ${written}`
  try {
    return await startWith(binary, options)
  } catch (error) {
    // Another launcher may have slipped in between its spawn and our look at its pid file.
    return (await adopt(options)) ?? messageOf(error)
  }
}

async function startWith(binary: EngineBinary, options: SuperviseOptions): Promise<Running> {
  const { place, log } = options
  if (!datadirKind(place.datadir)) await initialise(binary, options)
  const before = readState(place)
  const state: EngineState = {
    port: await freePort(before?.port),
    password: before?.password ?? newPassword(),
    kind: binary.kind,
    version: binary.version,
  }
  // Before the spawn: a launcher killed right after it leaves an engine that the next one can adopt.
  writeState(place, state)
  writePrivate(place.initFile, initSql(state))
  const pid = await launch(binary, place, state)
  log(`database engine: ${describe(state)} on 127.0.0.1:${state.port}, from ${binary.origin}`)
  return { url: urlOf(state), kind: state.kind, version: state.version, pid }
}

/** Fills a folder beside the datadir and renames it, so that a half-made datadir never has its name. */
async function initialise(binary: EngineBinary, { place, log }: SuperviseOptions): Promise<void> {
  log(`database engine: creating ${place.datadir} with ${binary.kind} ${binary.version}`)
  const draft = `${place.datadir}.new`
  rmSync(draft, { recursive: true, force: true })
  const [program = binary.server, ...args] = initialiseCommand(binary, draft)
  const output = openSync(place.logFile, 'w', 0o600)
  const child = spawn(program, args, { stdio: ['ignore', output, output], env: environmentOf(binary) })
  closeSync(output)
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal ?? 'unknown'))
  })
  if (code !== 0) throw new Error(`initialising failed (${code})\n${logTail(place)}`)
  renameSync(draft, place.datadir)
}

async function launch(binary: EngineBinary, place: EnginePlace, state: EngineState): Promise<number> {
  const [program = binary.server, ...prefix] = [...(binary.loader ?? []), binary.server]
  rmSync(place.pidFile, { force: true })
  if (existsSync(place.logFile)) truncateSync(place.logFile)
  // Detached: Ctrl-C in the terminal must reach the launcher, which stops the engine in its turn.
  const child = spawn(program, [...prefix, ...serverArguments(binary, place, state.port)], {
    stdio: 'ignore',
    detached: true,
    env: environmentOf(binary),
  })
  const end: { reason: string | null } = { reason: null }
  child.once('error', (error) => (end.reason = error.message))
  child.once('exit', (code, signal) => (end.reason = `it ended with ${code ?? signal}`))
  child.unref()
  const isUp = await waitUntil(
    async () => end.reason !== null || (await serverVersion(urlOf(state))) !== null,
    START_DEADLINE_MS,
  )
  if (end.reason !== null) throw new Error(`${end.reason}\n${logTail(place)}`)
  if (!isUp || child.pid === undefined) {
    child.kill('SIGTERM')
    throw new Error(`no answer within ${START_DEADLINE_MS / 1000} s\n${logTail(place)}`)
  }
  return child.pid
}

async function stop(options: SuperviseOptions, leave: () => { isLast: boolean }): Promise<void> {
  await locked(options, async () => {
    const { isLast } = leave()
    const engine = engineProcess(options.place)
    if (!isLast || !engine) return
    const isClean = await terminate(engine, STOP_GRACE_MS)
    if (!isClean)
      options.log(`database engine: killed after ${STOP_GRACE_MS / 1000} s; the next start recovers`)
  })
}

function environmentOf(binary: EngineBinary): NodeJS.ProcessEnv {
  return { ...process.env, ...binary.env }
}

function urlOf({ port, password }: EngineState): string {
  return `mysql://crm:${password}@127.0.0.1:${port}/`
}

function describe({ kind, version }: EngineState): string {
  return `${kind === 'mariadb' ? 'MariaDB' : 'MySQL'} ${version}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function logTail({ logFile }: EnginePlace): string {
  if (!existsSync(logFile)) return ''
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
}
