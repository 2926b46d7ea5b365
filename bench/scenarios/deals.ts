import { io, type Socket } from 'socket.io-client'
import type { LiveEnvelope } from '../../src/shared/events.ts'
import type { DealId, StageId } from '../../src/shared/ids.ts'
import { HttpLoad } from '../load/http.ts'
import { Latencies } from '../load/latency.ts'
import { closedLoop } from '../load/loops.ts'
import { watchCpu } from '../load/proc.ts'
import { asBrowser, queryPath } from '../load/trpc.ts'
import { count, ms } from '../report.ts'
import type { DealStock } from '../stock/deals.ts'
import type { Bench } from '../world.ts'

const TARGETS = { totals99: 60, seen: 300 }
const MOVES = 200
const SEEN_DEADLINE_MS = 5_000

/** A board with its sums, and a card on its way to somebody else's screen. */
export async function deals(bench: Bench, stock: DealStock): Promise<void> {
  bench.report.begin(
    'deals',
    `a board of ${count(stock.open)} open deals among ${count(stock.deals)}: first cards and sums of every stage`,
  )
  const { pipelineId, agents } = stock
  const filters = [
    ['no filter', {}],
    ['one owner', { ownerId: agents[3] }],
    ['closing this month', { closing: 'this_month' }],
    ['nobody touched for long', { isStale: true }],
    ['two words of the title', { query: 'mesa 777' }],
  ] as const
  for (const [what, filter] of filters)
    await measure(bench, { what, stock, path: queryPath('deals.board', { pipelineId, ...filter }) })
  await moved(bench, stock)
}

async function measure(
  { world, report, isQuick }: Bench,
  { what, stock, path }: { what: string; stock: DealStock; path: string },
): Promise<void> {
  const http = new HttpLoad(world.fleet.url(), 1)
  const ask = asBrowser(http, stock.browser)
  const loop = (seconds: number) => closedLoop({ clients: 1, seconds, send: () => ask(path) })
  await loop(0.5)
  const stop = watchCpu({ app: world.fleet.pid(0), db: world.engine.pid })
  const { latencies, failed, done } = await loop(isQuick ? 1.5 : 4)
  const { byName, foreignCores } = stop()
  await http.close()
  const p99 = latencies.percentile(99)
  const each = (name: string) => `${name} ${(((byName[name] ?? 0) / done) * 1e3).toFixed(1)} ms`
  report.target({
    what: `board with sums, ${what}`,
    measured: `p99 ${ms(p99)} (p50 ${ms(latencies.percentile(50))})`,
    target: `p99 ≤ ${TARGETS.totals99} ms`,
    isMet: p99 <= TARGETS.totals99 && failed === 0,
    conditions: `closed loop, 1 client; CPU a board: ${each('app')}, ${each('db')}; others ${foreignCores.toFixed(1)} cores`,
  })
}

/** From the mover's request to the event on the other's socket, one move after the other. */
async function moved({ world, report, isQuick }: Bench, { browser, workspaceId, pipelineId }: DealStock) {
  const socket = await connect(world.fleet.url(), { cookie: browser.cookie(), workspaceId })
  const { columns } = await browser.api.deals.board.query({ pipelineId })
  const card = columns[0]?.items[0]
  if (!card) throw new Error('the board has no card')
  const stages = columns.map(({ stageId }) => stageId)
  const latencies = new Latencies()
  for (let move = 0; move < (isQuick ? 20 : MOVES); move++) {
    const stageId = stages[(move + 1) % stages.length] as StageId
    const started = performance.now()
    const seen = sees(socket, { id: card.id, stageId })
    await browser.api.deals.move.mutate({ id: card.id, stageId })
    await seen
    latencies.add(performance.now() - started)
  }
  socket.disconnect()
  const p99 = latencies.percentile(99)
  report.target({
    what: 'moved card → another’s socket',
    measured: `p99 ${ms(p99)} (p50 ${ms(latencies.percentile(50))})`,
    target: `p99 ≤ ${TARGETS.seen} ms`,
    isMet: p99 <= TARGETS.seen,
    conditions: `${latencies.count} moves, one after the other`,
  })
}

function connect(
  url: string,
  { cookie, workspaceId }: { cookie: string; workspaceId: string },
): Promise<Socket> {
  const socket = io(url, {
    path: '/rt',
    transports: ['websocket'],
    auth: { workspaceId, after: -1 },
    extraHeaders: { cookie, origin: url },
  })
  return new Promise((resolve, reject) => {
    socket.once('head', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}

function sees(socket: Socket, wanted: { id: DealId; stageId: StageId }): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error('a moved card was not seen')), SEEN_DEADLINE_MS)
    const look = ({ events }: LiveEnvelope) => {
      const isIt = events.some(
        (event) =>
          event.type === 'deal.moved' &&
          event.data.deal.id === wanted.id &&
          event.data.deal.stageId === wanted.stageId,
      )
      if (!isIt) return
      clearTimeout(deadline)
      socket.off('envelope', look)
      resolve()
    }
    socket.on('envelope', look)
  })
}
