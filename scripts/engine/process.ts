import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A process named across restarts of the launcher: a bare pid may since belong to a stranger. */
export interface ProcessRef {
  pid: number
  /** Opaque token of the start time; equal tokens mean the same process. */
  startedAt: string
}

/** Describes a live process; null when there is none, or only a zombie that nobody has reaped. */
export function processRef(pid: number): ProcessRef | null {
  const startedAt = process.platform === 'linux' ? startedAtFromProc(pid) : psColumn(pid, 'lstart')
  return startedAt ? { pid, startedAt } : null
}

export function isSameProcessAlive(ref: ProcessRef): boolean {
  return processRef(ref.pid)?.startedAt === ref.startedAt
}

/** The arguments of a live process joined by spaces, or null. */
export function commandLineOf(pid: number): string | null {
  if (process.platform !== 'linux') return psColumn(pid, 'args')
  const raw = readProc(`/proc/${pid}/cmdline`)
  return raw ? raw.split('\0').join(' ').trim() : null
}

function startedAtFromProc(pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`)
  if (!stat) return null
  // The second field is the name in parentheses and may itself hold spaces and parentheses.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? null : (rest[18] ?? null)
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // no such process
  }
}

function psColumn(pid: number, column: string): string | null {
  const { status, stdout } = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 && stdout.trim() ? stdout.trim() : null
}

/**
 * Ends a process with SIGTERM, and with SIGKILL when it outlives the grace.
 * @returns false when it had to be killed.
 */
export async function terminate(ref: ProcessRef, graceMs: number): Promise<boolean> {
  if (!isSameProcessAlive(ref)) return true
  process.kill(ref.pid, 'SIGTERM')
  if (await waitUntil(() => !isSameProcessAlive(ref), graceMs)) return true
  if (isSameProcessAlive(ref)) process.kill(ref.pid, 'SIGKILL')
  await waitUntil(() => !isSameProcessAlive(ref), 5_000)
  return false
}

/** Polls until the condition holds; false when the deadline passes first. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
  stepMs = 50,
): Promise<boolean> {
  const end = Date.now() + deadlineMs
  while (!(await condition())) {
    if (Date.now() > end) return false
    await delay(stepMs)
  }
  return true
}

/** A TCP port of 127.0.0.1 that was free a moment ago: the preferred one when possible. */
export async function freePort(preferred = 0): Promise<number> {
  return (await tryListen(preferred)) ?? (await tryListen(0)) ?? Promise.reject(new Error('No free TCP port'))
}

/** The first free port from `wanted` upwards that is not taken; any free one when `wanted` is 0. */
export async function nextFreePort(wanted: number, taken: readonly number[]): Promise<number> {
  for (let step = 0; step < 100; step++) {
    const candidate = await tryListen(wanted === 0 ? 0 : wanted + step)
    if (candidate !== null && !taken.includes(candidate)) return candidate
  }
  throw new Error(`No free TCP port from ${wanted} upwards`)
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
