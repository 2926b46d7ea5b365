import { and, eq, isNull, lt, min, sql } from 'drizzle-orm'
import { duplicateKeyOf } from '../db/errors.ts'
import type { SystemDb } from '../db/system-db.ts'
import { own, type WorkspaceDb, type WorkspaceDbFactory } from '../db/workspace-db.ts'
import { idempotentCalls } from '../../schema/index.ts'

/** A call without an answer is taken for dead after this long, by the database's clock. */
export const CLAIM_SECONDS = 60
const KEPT_HOURS = 24
const AT_ONCE = 1_000

/** @returns false where the key is known already. */
export async function insert(
  db: WorkspaceDb,
  row: { keyHash: Buffer; requestHash: Buffer },
): Promise<boolean> {
  try {
    const { keyHash, requestHash } = row
    await db.orm.insert(idempotentCalls).values({ workspaceId: db.workspaceId, keyHash, requestHash })
    return true
  } catch (error) {
    if (duplicateKeyOf(error) === undefined) throw error
    return false
  }
}

export async function find(db: WorkspaceDb, keyHash: Buffer) {
  const [row] = await db.orm
    .select()
    .from(idempotentCalls)
    .where(own(db, idempotentCalls, eq(idempotentCalls.keyHash, keyHash)))
  return row && { ...row, body: row.body as { sealed: string } | null }
}

/** @returns true where the first call is dead and this one goes on in its place. */
export async function takeOver(db: WorkspaceDb, keyHash: Buffer): Promise<boolean> {
  const [result] = await db.orm
    .update(idempotentCalls)
    .set({ createdAt: sql`now(3)` })
    .where(
      own(
        db,
        idempotentCalls,
        eq(idempotentCalls.keyHash, keyHash),
        isNull(idempotentCalls.status),
        lt(idempotentCalls.createdAt, sql`now(3) - interval ${sql.raw(String(CLAIM_SECONDS))} second`),
      ),
    )
  return result.affectedRows === 1
}

/** The first answer stays: a call that was overtaken does not replace it. */
export async function finish(
  db: WorkspaceDb,
  { keyHash }: { keyHash: Buffer },
  answer: { status: number; sealed: string },
): Promise<void> {
  await db.orm
    .update(idempotentCalls)
    .set({ status: answer.status, body: { sealed: answer.sealed } })
    .where(
      own(db, idempotentCalls, and(eq(idempotentCalls.keyHash, keyHash), isNull(idempotentCalls.status))),
    )
}

export async function release(db: WorkspaceDb, keyHash: Buffer): Promise<void> {
  await db.orm
    .delete(idempotentCalls)
    .where(
      own(db, idempotentCalls, and(eq(idempotentCalls.keyHash, keyHash), isNull(idempotentCalls.status))),
    )
}

/** Removes answers that were kept for a day, workspace by workspace along their index by age. */
export async function removeOldIdempotentCalls(services: {
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
}): Promise<void> {
  const cutoff = sql`now(3) - interval ${sql.raw(String(KEPT_HOURS))} hour`
  const oldest = min(idempotentCalls.createdAt)
  const due = await services
    .systemDb('housekeeping')
    .select({ workspaceId: idempotentCalls.workspaceId })
    .from(idempotentCalls)
    .groupBy(idempotentCalls.workspaceId)
    .having(sql`${oldest} < ${cutoff}`)
  for (const { workspaceId } of due) {
    const db = services.workspaceDb(workspaceId)
    await db.orm
      .delete(idempotentCalls)
      .where(own(db, idempotentCalls, lt(idempotentCalls.createdAt, cutoff)))
      .limit(AT_ONCE)
  }
}
