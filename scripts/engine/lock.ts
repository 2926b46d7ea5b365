import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isSameProcessAlive, processRef, type ProcessRef } from './process.ts'

const POLL_MS = 50
const BREAKER_TTL_MS = 10_000

export interface LockOptions {
  path: string
  /** Called once when another process holds the lock. */
  onWait?: (holder: ProcessRef) => void
  deadlineMs?: number
}

/**
 * Runs `work` while this process alone holds the lock file. A lock whose holder died is broken.
 * @throws Error when a live holder keeps it beyond the deadline (5 minutes unless told).
 */
export async function withFileLock<T>(options: LockOptions, work: () => Promise<T>): Promise<T> {
  await acquire(options)
  try {
    return await work()
  } finally {
    rmSync(options.path, { force: true })
  }
}

async function acquire({ path, onWait, deadlineMs = 300_000 }: LockOptions): Promise<void> {
  const end = Date.now() + deadlineMs
  let isAnnounced = false
  while (!tryAcquire(path)) {
    const holder = readHolder(path)
    if (!holder || !isSameProcessAlive(holder)) {
      breakStale(path)
    } else {
      if (!isAnnounced) onWait?.(holder)
      isAnnounced = true
      if (Date.now() > end) throw new Error(`Process ${holder.pid} has held ${path} for too long`)
    }
    await delay(POLL_MS)
  }
}

function tryAcquire(path: string): boolean {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  writeFileSync(draft, JSON.stringify(processRef(process.pid)))
  try {
    // link() is atomic and never replaces, and the file appears with its content complete.
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Two breakers must not remove a lock that a third has just taken, so breaking has a lock of its own. */
function breakStale(path: string): void {
  const breaker = `${path}.breaker`
  try {
    writeFileSync(breaker, '', { flag: 'wx' })
  } catch {
    dropAbandoned(breaker)
    return
  }
  const holder = readHolder(path)
  if (!holder || !isSameProcessAlive(holder)) moveAway(path)
  rmSync(breaker, { force: true })
}

function moveAway(path: string): void {
  try {
    const grave = `${path}.stale.${process.pid}`
    renameSync(path, grave)
    rmSync(grave, { force: true })
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

function dropAbandoned(breaker: string): void {
  try {
    if (Date.now() - statSync(breaker).mtimeMs > BREAKER_TTL_MS) rmSync(breaker, { force: true })
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

function readHolder(path: string): ProcessRef | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessRef | null
  } catch {
    return null // gone, or cut short by a full disk: both mean that nobody holds it
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
