import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { zId } from '../../../shared/contracts/z.ts'
import type { ImportId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { Storage } from '../../platform/storage/index.ts'

/** What a step of an import works with. */
export interface Work {
  db: WorkspaceDb
  services: { storage: Storage }
  /** Aborted when the process stops, or another one has taken over. */
  signal: AbortSignal
}

/** Another process works on the same import, or somebody has changed it: this one has nothing left to do. */
export class Overtaken extends Error {}

/** Few enough that nobody waits long behind a batch: five times as many made the inbox four times slower. */
export const ROWS_AT_ONCE = 100

/** Between batches other work gets its turn, in this process and in the database. */
const BREATH_MS = 5

/** @throws the signal's reason once it is aborted. */
export function pause(signal: AbortSignal): Promise<void> {
  return wait(BREATH_MS, undefined, { signal })
}

const Payload = z.object({ importId: zId('import') })

export const importIdOf = (payload: unknown): ImportId => Payload.parse(payload).importId

/** Says when a second has gone by since it last did: progress is told that often at most. */
export function everySecond(): () => boolean {
  let last = 0
  return () => {
    const now = performance.now()
    if (now - last < 1_000) return false
    last = now
    return true
  }
}
