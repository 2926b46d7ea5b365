import type {
  Board,
  BoardColumn,
  DealBoard,
  DealCard,
  DealColumn,
  MoneySum,
} from '../../../shared/contracts/deals.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { StageId } from '../../../shared/ids.ts'
import { decodeTextPosition, pageOf } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { Reader } from '../lists/index.ts'
import { findPipeline, findStage, stagesOf, type StageRow } from '../pipelines/index.ts'
import { cardRows, toCard, type CardSelect, type Condition } from './cards.ts'
import { readFilter, staleCondition, type ReadFilter } from './filters.ts'
import { openTotals } from './totals.ts'

/** Cards that each column begins with. */
const FIRST_CARDS = 30
/** Matches of a filter that are summed at most; beyond it the sums are a lower bound. */
const SUMMED = 20_000

/**
 * A whole board: its columns' first cards in one query along deals_board, and their sums. Without a
 * filter the sums are read, not counted: the board costs the same with a million deals in it.
 */
export async function getBoard(
  db: WorkspaceDb,
  { pipelineId, ...filter }: DealBoard,
  reader: Reader,
): Promise<Board> {
  const [pipeline, stages, read] = await Promise.all([
    findPipeline(db, pipelineId),
    stagesOf(db, pipelineId),
    readFilter(db, filter, reader),
  ])
  const selects = read.matches ? stages.map((stage) => columnSelect(stage, read, FIRST_CARDS + 1)) : []
  const [rows, sums] = await Promise.all([
    selects.length > 0 ? cardRows(db, selects, 'x.stage_id, x.position, x.id') : [],
    read.isEmpty ? totalsOf(db, pipeline.id) : read.matches ? countSums(db, stages, read) : nothing,
  ])
  const cards = rows.map(toCard)
  const columns = stages.map((stage): BoardColumn => ({
    stageId: stage.id,
    ...pageOf(
      cards.filter((card) => card.stageId === stage.id),
      FIRST_CARDS,
      positionOf,
    ),
    sums: sums.byStage.get(stage.id) ?? [],
  }))
  return { columns, isCapped: sums.isCapped }
}

/** Further cards of a column. */
export async function getColumn(db: WorkspaceDb, input: DealColumn, reader: Reader): Promise<Page<DealCard>> {
  const { stageId, cursor, limit, direction: _direction, ...filter } = input
  const [stage, read] = await Promise.all([findStage(db, stageId), readFilter(db, filter, reader)])
  if (!read.matches) return { items: [], nextCursor: null }
  const after = cursor === undefined ? [] : [afterCursor(cursor)]
  const select = columnSelect(stage, read, limit + 1)
  const rows = await cardRows(
    db,
    [{ ...select, conditions: [...select.conditions, ...after] }],
    'x.position, x.id',
  )
  return pageOf(rows.map(toCard), limit, positionOf)
}

const positionOf = ({ position, id }: DealCard) => [position, id]

const afterCursor = (cursor: string): Condition => {
  const { text, id } = decodeTextPosition('deal', cursor)
  return { sql: 'position >= ? AND (position > ? OR id > ?)', values: [text, text, idBytes(id)] }
}

function columnSelect(stage: StageRow, read: ReadFilter, limit: number): CardSelect {
  return {
    index: 'deals_board',
    conditions: [
      {
        sql: "pipeline_id = ? AND status = 'open' AND stage_id = ?",
        values: [idBytes(stage.pipelineId), idBytes(stage.id)],
      },
      ...conditionsIn(stage, read),
    ],
    order: 'position, id',
    limit,
  }
}

const conditionsIn = (stage: StageRow, read: ReadFilter): Condition[] => [
  ...read.conditions,
  ...(read.isStale ? [staleCondition(stage.rotDays, Date.now())] : []),
]

interface Sums {
  byStage: Map<StageId, MoneySum[]>
  isCapped: boolean
}

const nothing: Sums = { byStage: new Map(), isCapped: false }

async function totalsOf(db: WorkspaceDb, pipelineId: StageRow['pipelineId']): Promise<Sums> {
  return { byStage: await openTotals(db, pipelineId), isCapped: false }
}

interface SumRow {
  currency: string
  n: number
  amount: string
}

/** Counts what a filter leaves, up to a limit: the stages side by side, each within deals_sums alone. */
async function countSums(db: WorkspaceDb, stages: StageRow[], read: ReadFilter): Promise<Sums> {
  const counted = await Promise.all(
    stages.map(async (stage) => [stage.id, await countSum(db, stage, conditionsIn(stage, read))] as const),
  )
  const byStage = new Map(counted.filter(([, sums]) => sums.length > 0))
  const isCapped = counted.some(([, sums]) => sums.reduce((total, { count }) => total + count, 0) >= SUMMED)
  return { byStage, isCapped }
}

async function countSum(db: WorkspaceDb, stage: StageRow, conditions: Condition[]): Promise<MoneySum[]> {
  const where = conditions.map((condition) => ` AND ${condition.sql}`).join('')
  const rows = await db.rows<SumRow>(
    'SELECT s.currency, COUNT(*) AS n, COALESCE(SUM(s.amount), 0) AS amount FROM ' +
      '(SELECT currency, amount FROM deals c FORCE INDEX (deals_sums) WHERE workspace_id = ? ' +
      `AND pipeline_id = ? AND status = 'open' AND stage_id = ? AND deleted_at IS NULL${where} LIMIT ?) s ` +
      'GROUP BY s.currency',
    [
      ...[db.workspaceId, stage.pipelineId, stage.id].map(idBytes),
      ...conditions.flatMap((condition) => condition.values),
      SUMMED,
    ],
  )
  return rows.map(({ currency, n, amount }) => ({ currency, count: n, amount }))
}
