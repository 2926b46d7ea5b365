import type { RowDataPacket } from 'mysql2/promise'
import * as lit from '../../src/server/platform/db/literals.ts'
import { idFromBytes, newId, type PipelineId, type StageId, type WorkspaceId } from '../../src/shared/ids.ts'
import { Random } from '../../test/load/random.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { print } from '../report.ts'
import type { Bench } from '../world.ts'
import { load } from './insert.ts'
import type { ListStock } from './lists.ts'

/** One deal in twenty is open: the others were won or lost over the years. */
const OPEN = 0.05
const WON = 0.4
const YEAR_MS = 365 * 86_400_000

export interface DealStock extends ListStock {
  pipelineId: PipelineId
  deals: number
  open: number
}

/** As many deals as a big customer has after years, in the workspace that has the contacts. */
export async function stockDeals({ world, isQuick }: Bench, lists: ListStock): Promise<DealStock> {
  const deals = isQuick ? 50_000 : 1_000_000
  const { pipelineId, stageIds } = await pipelineOf(world, lists.workspaceId)
  if (!(await isStocked(world, lists.workspaceId))) {
    const started = performance.now()
    print(`preparing ${deals.toLocaleString('en')} deals …`)
    await loadDeals(world, { ...lists, pipelineId, stageIds, deals })
    await countTotals(world, lists.workspaceId)
    print(`prepared in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
  return { ...lists, pipelineId, deals, open: Math.floor(deals * OPEN) }
}

async function isStocked(world: LoadWorld, workspaceId: WorkspaceId): Promise<boolean> {
  const connection = await world.connect()
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT 1 FROM deals WHERE workspace_id = ${lit.id(workspaceId)} LIMIT 1`,
  )
  await connection.end()
  return rows.length > 0
}

/** The pipeline that every workspace begins with. */
async function pipelineOf(
  world: LoadWorld,
  workspaceId: WorkspaceId,
): Promise<{ pipelineId: PipelineId; stageIds: StageId[] }> {
  const connection = await world.connect()
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT pipeline_id, id FROM stages WHERE workspace_id = ${lit.id(workspaceId)} ORDER BY pipeline_id, position`,
  )
  await connection.end()
  const pipelineId = idFromBytes('pipeline', rows[0]?.['pipeline_id'])
  const own = rows.filter((row) => idFromBytes('pipeline', row['pipeline_id']) === pipelineId)
  return { pipelineId, stageIds: own.map((row) => idFromBytes('stage', row['id'])) }
}

interface DealLoad extends ListStock {
  pipelineId: PipelineId
  stageIds: StageId[]
  deals: number
}

async function loadDeals(world: LoadWorld, stock: DealLoad): Promise<void> {
  const [workspace, pipeline] = [lit.id(stock.workspaceId), lit.id(stock.pipelineId)]
  const random = new Random(21)
  const now = Date.now()
  const openBelow = Math.floor(stock.deals * OPEN)
  const connection = await world.connect()
  await load(connection, {
    table: 'deals',
    columns:
      'workspace_id,id,number,pipeline_id,stage_id,position,status,title,amount,currency,owner_id,expected_close_on,closed_at,stage_since,touched_at,created_at,updated_at',
    count: stock.deals,
    rowsOf: (index) => {
      const isOpen = index < openBelow
      const made = now - random.below(YEAR_MS)
      const [at, soon] = [new Date(made), new Date(now + random.below(YEAR_MS / 2))]
      return [
        [
          workspace,
          lit.id(newId('deal')),
          lit.number(index + 1),
          pipeline,
          lit.id(stock.stageIds[random.below(stock.stageIds.length)] as StageId),
          lit.text(`b${index.toString(36).padStart(6, '0')}V`),
          lit.text(isOpen ? 'open' : random.next() < WON ? 'won' : 'lost'),
          lit.text(`Mesa de nogal ${index}`),
          lit.number(10_000 * (1 + random.below(500))),
          lit.text('MXN'),
          lit.id(stock.agents[random.below(stock.agents.length)] as ListStock['agents'][number]),
          lit.text(soon.toISOString().slice(0, 10)),
          isOpen ? lit.NULL : lit.time(at),
          lit.time(at),
          lit.time(at),
          lit.time(at),
          lit.time(at),
        ],
      ]
    },
  })
  await connection.query('ANALYZE TABLE deals')
  await connection.end()
}

/** The sums that the product keeps with each change of a deal. */
async function countTotals(world: LoadWorld, workspaceId: WorkspaceId): Promise<void> {
  const connection = await world.connect()
  const workspace = lit.id(workspaceId)
  await connection.query(
    'INSERT INTO deal_totals (workspace_id,pipeline_id,stage_id,status,currency,count,amount) ' +
      'SELECT workspace_id,pipeline_id,stage_id,status,currency,COUNT(*),SUM(amount) FROM deals ' +
      `WHERE workspace_id = ${workspace} GROUP BY workspace_id,pipeline_id,stage_id,status,currency`,
  )
  await connection.query(
    `UPDATE workspace_counters SET deal_seq = (SELECT MAX(number) FROM deals WHERE workspace_id = ${workspace}) WHERE workspace_id = ${workspace}`,
  )
  await connection.end()
}
