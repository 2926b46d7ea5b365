import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { SystemDb } from '../../platform/db/system-db.ts'
import { unroutedItems } from '../../schema/index.ts'

/**
 * Signed items that belong to no channel here: the operator's dead letters. They are answered 200,
 * since a provider that hears errors switches the whole subscription off.
 */
export async function keepUnrouted(
  systemDb: SystemDb,
  items: { reason: string; externalAccountId: string | null; item: unknown }[],
): Promise<void> {
  if (items.length === 0) return
  const receivedAt = new Date()
  await systemDb('unrouted-items')
    .insert(unroutedItems)
    .values(
      items.map(({ reason, externalAccountId, item }) => {
        const body = Buffer.from(JSON.stringify(item) ?? 'null')
        return {
          dedupe: createHash('sha256').update(reason).update(body).digest().subarray(0, 16),
          reason: reason.slice(0, 64),
          externalAccountId: externalAccountId?.slice(0, 64) ?? null,
          body,
          receivedAt,
        }
      }),
    )
    .onDuplicateKeyUpdate({ set: { count: sql`${unroutedItems.count} + 1` } })
}
