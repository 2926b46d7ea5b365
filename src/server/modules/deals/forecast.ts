import type { DealForecast, Forecast, ForecastSum } from '../../../shared/contracts/deals.ts'
import { idFromBytes } from '../../../shared/ids.ts'
import { localTimeOf, startOfDay } from '../../../shared/local-time.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { findPipeline } from '../pipelines/index.ts'
import { requireMember } from '../records/index.ts'
import { zoneOf } from './filters.ts'

const MONTHS = 6

/**
 * What a pipeline may bring, by the month in which its deals are expected to close, and what this month
 * has brought. Exact: one grouped read along deals_close, and one along deals_updated for the won ones.
 */
export async function dealForecast(
  db: WorkspaceDb,
  { pipelineId, ownerId }: DealForecast,
  now: Date,
): Promise<Forecast> {
  const [zone] = await Promise.all([
    zoneOf(db),
    findPipeline(db, pipelineId),
    ownerId ? requireMember(db, ownerId) : undefined,
  ])
  const [months, end] = monthsFrom(localTimeOf(now, zone).slice(0, 7))
  const wanted = { pipelineId, ownerId, months, end, zone }
  const [open, won] = await Promise.all([openSums(db, wanted), wonSums(db, wanted)])
  return { months, open, won }
}

/** @returns the months, and the one after them. */
function monthsFrom(first: string): [months: string[], end: string] {
  const [year = 0, month = 1] = first.split('-').map(Number)
  const monthIn = (ahead: number) => new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 7)
  return [Array.from({ length: MONTHS }, (_, ahead) => monthIn(ahead)), monthIn(MONTHS)]
}

interface Wanted extends DealForecast {
  months: string[]
  /** The month after them. */
  end: string
  zone: string
}

interface SumRow {
  month: string | null
  owner_id: Buffer | null
  stage_id: Buffer | null
  currency: string
  n: number
  amount: string
}

async function openSums(
  db: WorkspaceDb,
  { pipelineId, ownerId, months, end }: Wanted,
): Promise<ForecastSum[]> {
  // Days that exist: MySQL refuses to compare a date with another one.
  const [first, after] = [`${months[0]}-01`, `${end}-01`]
  const rows = await db.rows<SumRow>(
    "SELECT CASE WHEN expected_close_on < ? THEN 'overdue' ELSE DATE_FORMAT(expected_close_on, '%Y-%m') END AS month, " +
      'owner_id, stage_id, currency, COUNT(*) AS n, COALESCE(SUM(amount), 0) AS amount ' +
      "FROM deals FORCE INDEX (deals_close) WHERE workspace_id = ? AND status = 'open' AND pipeline_id = ? " +
      `AND deleted_at IS NULL AND (expected_close_on IS NULL OR expected_close_on < ?)${ofOwner(ownerId)} ` +
      'GROUP BY 1, owner_id, stage_id, currency',
    [first, idBytes(db.workspaceId), idBytes(pipelineId), after, ...ownerValues(ownerId)],
  )
  return rows.map(toSum)
}

/** A deal is never won after its last change, so the changes of this month hold all that it won. */
async function wonSums(
  db: WorkspaceDb,
  { pipelineId, ownerId, months, zone }: Wanted,
): Promise<ForecastSum[]> {
  const [month = ''] = months
  const since = startOfDay(`${month}-01`, zone)
  const rows = await db.rows<SumRow>(
    'SELECT ? AS month, owner_id, NULL AS stage_id, currency, COUNT(*) AS n, COALESCE(SUM(amount), 0) AS amount ' +
      'FROM deals FORCE INDEX (deals_updated) WHERE workspace_id = ? AND updated_at >= ? AND closed_at >= ? ' +
      `AND status = 'won' AND pipeline_id = ? AND deleted_at IS NULL${ofOwner(ownerId)} GROUP BY owner_id, currency`,
    [month, idBytes(db.workspaceId), since, since, idBytes(pipelineId), ...ownerValues(ownerId)],
  )
  return rows.map(toSum)
}

const ofOwner = (ownerId: Wanted['ownerId']): string => (ownerId ? ' AND owner_id = ?' : '')
const ownerValues = (ownerId: Wanted['ownerId']): Buffer[] => (ownerId ? [idBytes(ownerId)] : [])

function toSum(row: SumRow): ForecastSum {
  return {
    month: row.month,
    ownerId: row.owner_id ? idFromBytes('user', row.owner_id) : null,
    stageId: row.stage_id ? idFromBytes('stage', row.stage_id) : null,
    currency: row.currency,
    count: row.n,
    amount: row.amount,
  }
}
