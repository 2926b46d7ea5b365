import { asc, gt } from 'drizzle-orm'
import type { EventType, StoredEvent } from '../../../shared/events.ts'
import { own, type WorkspaceDb } from '../db/workspace-db.ts'
import { events, workspaceCounters } from '../../schema/index.ts'

/** More than this behind, a client starts afresh: refetching costs less than replaying. */
export const CATCH_UP_LIMIT = 500

/** The events after `seq`, in order, at most `limit`. */
export async function eventsAfter(
  db: WorkspaceDb,
  seq: number,
  limit = CATCH_UP_LIMIT,
): Promise<StoredEvent[]> {
  const rows = await db.orm
    .select()
    .from(events)
    .where(own(db, events, gt(events.seq, seq)))
    .orderBy(asc(events.seq))
    .limit(limit)
  return rows.map(
    (row) =>
      ({
        type: row.type as EventType,
        data: row.data,
        seq: row.seq,
        at: row.at.toISOString(),
      }) as StoredEvent,
  )
}

export async function headOf(db: WorkspaceDb): Promise<number> {
  const [row] = await db.orm
    .select({ seq: workspaceCounters.eventSeq })
    .from(workspaceCounters)
    .where(own(db, workspaceCounters))
  return row?.seq ?? 0
}
