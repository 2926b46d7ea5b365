import { eq } from 'drizzle-orm'
import type { DealBoard } from '../../../shared/contracts/deals.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { labels, workspaceCounters, workspaces } from '../../schema/index.ts'
import { recordFilter, type Reader } from '../lists/index.ts'
import { requireMember } from '../records/index.ts'
import type { StageRow } from '../pipelines/index.ts'
import type { Condition } from './cards.ts'
import { searchCondition } from './search-deals.ts'

export type BoardFilter = Omit<DealBoard, 'pipelineId'>

/** What a filter leaves of a board; `matches` is false where it can leave nothing. */
export interface ReadFilter {
  conditions: Condition[]
  /** The days of patience depend on the stage. */
  isStale: boolean
  matches: boolean
  isEmpty: boolean
}

/**
 * @throws AppError NOT_FOUND for an owner or a label that is none of the workspace's; VALIDATION_FAILED where
 * the filter names fields that are not there.
 */
export async function readFilter(db: WorkspaceDb, filter: BoardFilter, reader: Reader): Promise<ReadFilter> {
  const { ownerId, labelId, closing, query } = filter
  const [found, closes, conditionsOfFields] = await Promise.all([
    searchCondition(db, query),
    closing ? closingCondition(db, closing) : [],
    filter.filter ? recordFilter(db, 'deal', { text: filter.filter, reader }) : undefined,
    ownerId ? requireMember(db, ownerId) : undefined,
    labelId ? requireLabel(db, labelId) : undefined,
  ])
  const conditions = [
    ...(ownerId ? [{ sql: 'owner_id = ?', values: [idBytes(ownerId)] }] : []),
    ...(labelId ? [labelCondition(db, labelId)] : []),
    ...closes,
    ...(conditionsOfFields ? [conditionsOfFields] : []),
    ...(found ?? []),
  ]
  const isStale = filter.isStale ?? false
  return {
    conditions,
    isStale,
    matches: found !== null,
    isEmpty: !isStale && found?.length === 0 && conditions.length === 0,
  }
}

/** The same for deals of several stages: each has its own days. */
export function anyStale(stages: readonly StageRow[], now: number): Condition {
  const parts = stages.map((stage) => {
    const { sql, values } = staleCondition(stage.rotDays, now)
    return { sql: `(stage_id = ? AND ${sql})`, values: [idBytes(stage.id), ...values] }
  })
  if (parts.length === 0) return { sql: '1 = 0', values: [] }
  return {
    sql: `(${parts.map((part) => part.sql).join(' OR ')})`,
    values: parts.flatMap((part) => part.values),
  }
}

/** Deals of a stage that nobody touched for longer than its days. Null days: none is ever stale. */
export function staleCondition(rotDays: number | null, now: number): Condition {
  if (rotDays === null) return { sql: '1 = 0', values: [] }
  return { sql: 'touched_at < ?', values: [new Date(now - rotDays * 86_400_000)] }
}

const labelCondition = (db: WorkspaceDb, labelId: NonNullable<BoardFilter['labelId']>): Condition => ({
  sql: "id IN (SELECT record_id FROM labelings WHERE workspace_id = ? AND label_id = ? AND entity = 'deal')",
  values: [idBytes(db.workspaceId), idBytes(labelId)],
})

async function requireLabel(scope: Scope, id: NonNullable<BoardFilter['labelId']>): Promise<void> {
  const [row] = await scope.orm
    .select({ id: labels.id })
    .from(labels)
    .where(own(scope, labels, eq(labels.id, id)))
  if (!row) throw notFound('label')
}

async function closingCondition(
  db: WorkspaceDb,
  closing: NonNullable<BoardFilter['closing']>,
): Promise<Condition[]> {
  if (closing === 'undated') return [{ sql: 'expected_close_on IS NULL', values: [] }]
  const today = await todayOf(db)
  if (closing === 'overdue') return [{ sql: 'expected_close_on < ?', values: [today] }]
  return [{ sql: 'expected_close_on BETWEEN ? AND ?', values: [today, lastDay(today, closing)] }]
}

/** The date where the workspace is. */
async function todayOf(scope: Scope): Promise<string> {
  return new Intl.DateTimeFormat('en-CA', { timeZone: await zoneOf(scope) }).format(new Date())
}

export async function zoneOf(scope: Scope): Promise<string> {
  const [row] = await scope.orm
    .select({ timeZone: workspaces.timeZone })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(scope, workspaceCounters))
  return row?.timeZone ?? 'UTC'
}

/** Sunday of this week, or the last of this month. */
function lastDay(today: string, closing: 'this_week' | 'this_month'): string {
  const date = new Date(`${today}T00:00:00Z`)
  if (closing === 'this_week') date.setUTCDate(date.getUTCDate() + ((7 - date.getUTCDay()) % 7))
  else date.setUTCMonth(date.getUTCMonth() + 1, 0)
  return date.toISOString().slice(0, 10)
}
