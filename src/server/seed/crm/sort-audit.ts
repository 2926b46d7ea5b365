import { asc } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import { idOfKey, type ApiKeyId, type UserId } from '../../../shared/ids.ts'
import { appendAudit } from '../../platform/audit/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { auditHeads, auditLog } from '../../schema/index.ts'

type Row = typeof auditLog.$inferSelect

/**
 * The demo's past is written thing by thing, a real one day by day: the log is written anew in the order
 * of its moments, with the chain that follows, so that "since Monday" means in it what it says.
 */
export async function sortAudit(db: WorkspaceDb): Promise<void> {
  await db.tx(async (tx) => {
    const rows = await tx.orm.select().from(auditLog).where(own(tx, auditLog)).orderBy(asc(auditLog.seq))
    await tx.orm.delete(auditLog).where(own(tx, auditLog))
    await tx.orm.delete(auditHeads).where(own(tx, auditHeads))
    for (const [at, told] of byMoment(rows)) await appendAudit(tx, told.map(entryOf), new Date(at))
  })
}

function byMoment(rows: readonly Row[]): [number, Row[]][] {
  const moments = new Map<number, Row[]>()
  for (const row of rows) {
    const at = row.at.getTime()
    moments.set(at, [...(moments.get(at) ?? []), row])
  }
  return [...moments].toSorted(([a], [b]) => a - b)
}

function entryOf(row: Row) {
  const { action, entity, before, after } = row
  // Only the key of it is written; its kind is told by the entity.
  return { action, entity, before, after, actor: actorOf(row), recordId: idOfKey('contact', row.recordId) }
}

function actorOf({ actorKind, actorId }: Row): Actor {
  switch (actorKind) {
    case 'user':
      return { kind: 'user', userId: actorId as UserId }
    case 'api_key':
      return { kind: 'api_key', apiKeyId: actorId as ApiKeyId }
    case 'system':
      return { kind: 'system', name: actorId }
  }
}
