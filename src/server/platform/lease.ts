import { randomUUID } from 'node:crypto'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import { leases } from '../schema/index.ts'
import type { SystemDb } from './db/system-db.ts'

/** The right to do something alone among all processes, for a while. */
export interface Lease {
  /** Takes or renews it; false where another process holds it. */
  hold(): Promise<boolean>
  release(): Promise<void>
}

/** This process among all that work on the same database. */
export const PROCESS_ID: string = randomUUID()

/** A lease by the database's clock, so that skewed machines agree on who holds it. */
export function createLease(systemDb: SystemDb, name: string, ttlSeconds = 10): Lease {
  const orm = systemDb('housekeeping')
  const until = sql`now(3) + interval ${sql.raw(String(Math.trunc(ttlSeconds)))} second`
  return {
    hold: async () => {
      await orm
        .insert(leases)
        .values({ name, owner: '', expiresAt: new Date(0) })
        .onDuplicateKeyUpdate({ set: { name: sql`${leases.name}` } })
      const [result] = await orm
        .update(leases)
        .set({ owner: PROCESS_ID, expiresAt: until })
        .where(
          and(eq(leases.name, name), or(eq(leases.owner, PROCESS_ID), lt(leases.expiresAt, sql`now(3)`))),
        )
      return result.affectedRows > 0
    },
    release: async () => {
      await orm
        .update(leases)
        .set({ owner: '', expiresAt: new Date(0) })
        .where(and(eq(leases.name, name), eq(leases.owner, PROCESS_ID)))
    },
  }
}
