import type { Pool } from 'mysql2/promise'
import * as lit from '../../platform/db/literals.ts'
import type { InboundItem } from './entry.ts'

const ROWS_AT_ONCE = 200

interface Waiting {
  item: InboundItem
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Stores items unapplied, as many in one statement as have come since the last one returned: under
 * overload this is what keeps the answers quick.
 */
export class SpillStore {
  private readonly pool: Pool
  private waiting: Waiting[] = []
  private isWriting = false

  constructor(pool: Pool) {
    this.pool = pool
  }

  store(item: InboundItem): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      if (!this.isWriting) void this.writeAll()
    })
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true
    while (this.waiting.length > 0) {
      const rows = this.waiting.splice(0, ROWS_AT_ONCE)
      try {
        await this.pool.query(spillStatement(rows.map((row) => row.item)))
        for (const row of rows) row.resolve()
      } catch (error) {
        for (const row of rows) row.reject(error)
      }
    }
    this.isWriting = false
  }
}

/** A repeat of an item that is stored already, applied or not, changes nothing. */
export function spillStatement(items: InboundItem[]): string {
  const insert = lit.insertRows(
    'receipts',
    'workspace_id,channel_id,dedupe,state,body,received_at',
    items.map((item) => [
      lit.id(item.channel.workspaceId),
      lit.id(item.channel.channelId),
      lit.bytes(item.dedupe),
      lit.text('pending'),
      lit.text(item.body),
      lit.time(item.receivedAt),
    ]),
  )
  return `${insert} ON DUPLICATE KEY UPDATE attempts=attempts`
}
