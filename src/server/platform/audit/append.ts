import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../shared/actor.ts'
import { recordKeyOf, type Id, type IdKind, type WorkspaceId } from '../../../shared/ids.ts'
import { auditHeads, auditLog } from '../../schema/index.ts'
import { own, type Scope } from '../db/own.ts'
import { CHAIN_START, chainHash, valuesHashOf } from './chain.ts'

/** One change, told with the values that changed and no others. */
export interface AuditEntry {
  actor: Actor
  /** `noun.verb`, past tense, as events are named. */
  action: string
  entity: string
  recordId: Id<IdKind>
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

const ROWS_AT_ONCE = 500

/** Adds rows to the workspace's chain, its head locked until the transaction ends. */
export async function appendAudit(tx: Scope, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return
  let head = await lockedHead(tx, at)
  const rows = entries.map((entry) => {
    const row = rowOf(tx.workspaceId, entry, { head, at })
    head = { seq: row.seq, hash: row.hash }
    return row
  })
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx.orm.insert(auditLog).values(rows.slice(from, from + ROWS_AT_ONCE))
  await tx.orm.update(auditHeads).set(head).where(own(tx, auditHeads))
}

interface Head {
  seq: number
  hash: Buffer
}

async function lockedHead(tx: Scope, at: Date): Promise<Head> {
  const { workspaceId } = tx
  await tx.orm
    .insert(auditHeads)
    .values({ workspaceId, seq: 0, hash: CHAIN_START, updatedAt: at })
    .onDuplicateKeyUpdate({ set: { updatedAt: at } })
  const [head] = await tx.orm.select().from(auditHeads).where(own(tx, auditHeads)).for('update')
  if (!head) throw new Error('the audit log has no head')
  return head
}

function rowOf(workspaceId: WorkspaceId, entry: AuditEntry, { head, at }: { head: Head; at: Date }) {
  const facts = {
    seq: head.seq + 1,
    at,
    ...actorColumns(entry.actor),
    action: entry.action,
    entity: entry.entity,
    recordId: recordKeyOf(entry.recordId),
    before: entry.before,
    after: entry.after,
    salt: randomBytes(16),
  }
  const valuesHash = valuesHashOf(facts)
  return { workspaceId, ...facts, valuesHash, hash: chainHash(head.hash, facts, valuesHash) }
}

function actorColumns(actor: Actor) {
  switch (actor.kind) {
    case 'user':
      return { actorKind: 'user' as const, actorId: actor.userId as string }
    case 'api_key':
      return { actorKind: 'api_key' as const, actorId: actor.apiKeyId as string }
    case 'system':
      return { actorKind: 'system' as const, actorId: actor.name }
  }
}
