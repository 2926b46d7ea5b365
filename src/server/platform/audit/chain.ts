import { createHash } from 'node:crypto'
import type { RecordKey } from '../../../shared/ids.ts'

/** What a row of the audit log says; the hashes follow from it. */
export interface AuditFacts {
  seq: number
  at: Date
  actorKind: string
  actorId: string
  action: string
  entity: string
  recordId: RecordKey
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  salt: Buffer
}

export const CHAIN_START = Buffer.alloc(32)

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The values by their salted hash: erasing them later leaves the chain whole, and nothing to guess. */
export function valuesHashOf(facts: Pick<AuditFacts, 'salt' | 'before' | 'after'>): Buffer {
  return sha256(facts.salt, canonical(facts.before), '\n', canonical(facts.after))
}

/** SHA-256 over the row before and all of this one. */
export function chainHash(previous: Buffer, facts: AuditFacts, valuesHash: Buffer): Buffer {
  const { seq, at, actorKind, actorId, action, entity, recordId } = facts
  const line = JSON.stringify([seq, at.toISOString(), actorKind, actorId, action, entity, recordId])
  return sha256(previous, line, valuesHash)
}

/** JSON with sorted keys: MySQL's JSON keeps no order of its own, MariaDB's keeps ours. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
