import { existsSync, readFileSync, rmSync } from 'node:fs'
import { writePrivate } from '../engine/place.ts'
import { isSameProcessAlive, processRef, terminate, type ProcessRef } from '../engine/process.ts'
import { TaskFailure } from '../lib/task.ts'

const STOP_GRACE_MS = 15_000

interface StackRecord {
  launcher: ProcessRef | null
  children: ProcessRef[]
  appUrl: string
}

/**
 * Writes down who runs a stack, so that a launcher that was killed does not leave a server behind for ever.
 * @returns a function that removes the record again.
 */
export function recordStack(path: string, children: readonly number[], appUrl: string): () => void {
  const refs = children.map(processRef).filter((ref) => ref !== null)
  const record: StackRecord = { launcher: processRef(process.pid), children: refs, appUrl }
  writePrivate(path, JSON.stringify(record))
  return () => rmSync(path, { force: true })
}

/**
 * Ends what a killed launcher left running.
 * @throws TaskFailure when the launcher is alive: two stacks must not share a database.
 */
export async function endLeftovers(path: string): Promise<void> {
  if (!existsSync(path)) return
  const { launcher, children, appUrl } = JSON.parse(readFileSync(path, 'utf8')) as StackRecord
  if (launcher && isSameProcessAlive(launcher)) {
    throw new TaskFailure(`It is already running at ${appUrl} (process ${launcher.pid}).`)
  }
  await Promise.all(children.map((child) => terminate(child, STOP_GRACE_MS)))
  rmSync(path, { force: true })
}
