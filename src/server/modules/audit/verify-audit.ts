import { asc, gt } from 'drizzle-orm'
import { CHAIN_START, chainHash, valuesHashOf } from '../../platform/audit/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { auditHeads, auditLog } from '../../schema/index.ts'

const ROWS_AT_ONCE = 1_000

/** Where a log is broken: the first row that is not what was once written there. */
export interface AuditBreak {
  seq: number
  /** Absent from the chain; unlike what its hash covers; after the end that the head knows. */
  reason: 'missing' | 'changed' | 'added'
}

export interface AuditVerdict {
  rows: number
  broken: AuditBreak | null
}

/**
 * Reads a workspace's whole audit log and computes each hash again. A row that was changed, removed,
 * put in or exchanged is found at its own number, and so is the loss of the newest ones.
 */
export async function verifyAudit(db: WorkspaceDb): Promise<AuditVerdict> {
  const [head] = await db.orm.select().from(auditHeads).where(own(db, auditHeads))
  const end = { seq: head?.seq ?? 0, hash: head?.hash ?? CHAIN_START }
  let previous: { seq: number; hash: Buffer } = { seq: 0, hash: CHAIN_START }
  for (let after = Number.MIN_SAFE_INTEGER; ; after = previous.seq) {
    const rows = await rowsAfter(db, after)
    for (const row of rows) {
      const broken = breakAt(row, previous, end.seq)
      if (broken) return { rows: previous.seq, broken }
      previous = { seq: row.seq, hash: row.hash }
    }
    if (rows.length < ROWS_AT_ONCE) break
  }
  if (previous.seq < end.seq)
    return { rows: previous.seq, broken: { seq: previous.seq + 1, reason: 'missing' } }
  const isEnd = previous.hash.equals(end.hash)
  return { rows: previous.seq, broken: isEnd ? null : { seq: previous.seq, reason: 'changed' } }
}

type Row = typeof auditLog.$inferSelect

const rowsAfter = (db: WorkspaceDb, seq: number): Promise<Row[]> =>
  db.orm
    .select()
    .from(auditLog)
    .where(own(db, auditLog, gt(auditLog.seq, seq)))
    .orderBy(asc(auditLog.seq))
    .limit(ROWS_AT_ONCE)

function breakAt(row: Row, previous: { seq: number; hash: Buffer }, end: number): AuditBreak | null {
  const expected = previous.seq + 1
  if (row.seq < expected || expected > end) return { seq: row.seq, reason: 'added' }
  if (row.seq !== expected) return { seq: expected, reason: 'missing' }
  const valuesHash = valuesHashOf(row)
  const isWhole =
    row.valuesHash.equals(valuesHash) && row.hash.equals(chainHash(previous.hash, row, valuesHash))
  return isWhole ? null : { seq: row.seq, reason: 'changed' }
}
