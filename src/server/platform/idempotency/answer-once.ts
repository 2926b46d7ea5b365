import type { Keyring } from '../crypto/index.ts'
import { AppError } from '../errors.ts'
import type { WorkspaceDb } from '../db/workspace-db.ts'
import type { Logger } from '../log/index.ts'
import * as calls from './calls.repo.ts'

export interface IdempotentCall {
  /** SHA-256 over whatever names the call: the caller, the address, the key. */
  keyHash: Buffer
  /** SHA-256 of what was sent. */
  requestHash: Buffer
}

export interface Answer {
  status: number
  body: unknown
}

interface OnceServices {
  keyring: Keyring
  log: Logger
}

/** Two tries may lose to a call that ended in between; a third would mean something else. */
const TRIES = 3

/**
 * Does the work once per key. A repeat gets the first answer; a failed call leaves the key free, so
 * that it can be tried again. Work that outlives its claim may run twice: it must be a repeat by its
 * own means (a message has its client token).
 * @throws AppError IDEMPOTENCY_CONFLICT where the key came with other content; CONFLICT while the
 *   first call runs.
 */
export async function answerOnce(
  services: OnceServices,
  db: WorkspaceDb,
  { call, work }: { call: IdempotentCall; work: () => Promise<Answer> },
): Promise<Answer & { isReplay: boolean }> {
  const claimedAt = performance.now()
  const earlier = await claim(services, db, call)
  if (earlier) return { ...earlier, isReplay: true }
  let answer: Answer
  try {
    answer = await work()
  } catch (error) {
    // Past its time the claim may be somebody else's.
    if (performance.now() - claimedAt < calls.CLAIM_SECONDS * 1000) await release(services, db, call)
    throw error
  }
  await calls.finish(db, call, {
    status: answer.status,
    sealed: seal(services.keyring, db, { call, body: answer.body }),
  })
  return { ...answer, isReplay: false }
}

/** @returns the earlier answer, or undefined where the call is now ours. */
async function claim(
  { keyring }: OnceServices,
  db: WorkspaceDb,
  call: IdempotentCall,
): Promise<Answer | undefined> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if (await calls.insert(db, call)) return undefined
    const row = await calls.find(db, call.keyHash)
    if (!row) continue
    if (!row.requestHash.equals(call.requestHash))
      throw new AppError('IDEMPOTENCY_CONFLICT', 'this Idempotency-Key was used with another body')
    if (row.status !== null && row.body)
      return { status: row.status, body: open(keyring, db, { call, sealed: row.body.sealed }) }
    if (await calls.takeOver(db, call.keyHash)) return undefined
    break
  }
  throw new AppError('CONFLICT', 'a call with this Idempotency-Key is still running', {
    details: { reason: 'still_running', retryAfterSeconds: 1 },
  })
}

async function release({ log }: OnceServices, db: WorkspaceDb, { keyHash }: IdempotentCall): Promise<void> {
  try {
    await calls.release(db, keyHash)
  } catch (error) {
    // The claim lapses by itself; the work's own error is the one to tell.
    log.warn({ evt: 'idempotency.not_released', err: error })
  }
}

/** An answer may hold a secret, like the verify token of a new channel. */
function seal(
  keyring: Keyring,
  db: WorkspaceDb,
  { call, body }: { call: IdempotentCall; body: unknown },
): string {
  return keyring.seal({ ...placeOf(db, call), plaintext: JSON.stringify(body) })
}

function open(
  keyring: Keyring,
  db: WorkspaceDb,
  { call, sealed }: { call: IdempotentCall; sealed: string },
): unknown {
  return JSON.parse(keyring.open({ ...placeOf(db, call), sealed }))
}

const placeOf = (db: WorkspaceDb, { keyHash }: IdempotentCall) => ({
  workspaceId: db.workspaceId,
  table: 'idempotent_calls',
  column: 'body',
  rowId: keyHash.toString('hex'),
})
