import { stockInbound, type InboundStock } from '../stock/inbound.ts'
import { stockLists, type ListStock } from '../stock/lists.ts'
import type { Bench } from '../world.ts'
import { board } from './board.ts'
import { contacts } from './contacts.ts'
import { inbound } from './inbound.ts'
import { intake } from './intake.ts'
import { lists } from './lists.ts'
import { live } from './live.ts'
import { deals } from './deals.ts'
import { imports } from './imports.ts'
import { merge } from './merge.ts'
import { timers } from './timers.ts'
import { stockDeals, type DealStock } from '../stock/deals.ts'
import { coldStart } from './process.ts'
import { table } from './table.ts'

interface Stocks {
  inbound(): Promise<InboundStock>
  lists(): Promise<ListStock>
  deals(): Promise<DealStock>
}

/** In the order in which they run: what wants an idle, empty installation comes first. */
const SCENARIOS: Record<string, (bench: Bench, stocks: Stocks) => Promise<void>> = {
  process: coldStart,
  intake: async (bench, stocks) => intake(bench, await stocks.inbound()),
  inbound: async (bench, stocks) => inbound(bench, await stocks.inbound()),
  live: async (bench, stocks) => live(bench, await stocks.inbound()),
  lists: async (bench, stocks) => lists(bench, await stocks.lists()),
  contacts: async (bench, stocks) => contacts(bench, await stocks.lists()),
  table: async (bench, stocks) => table(bench, await stocks.lists()),
  deals: async (bench, stocks) => deals(bench, await stocks.deals()),
  board: (bench) => board(bench),
  merge: async (bench, stocks) => merge(bench, await stocks.lists()),
  timers: async (bench, stocks) => timers(bench, await stocks.lists()),
  import: async (bench, stocks) => imports(bench, await stocks.lists()),
}

export const SCENARIO_NAMES = Object.keys(SCENARIOS)

/** Runs those named, or all. Each begins with a process that has done nothing yet. */
export async function runScenarios(bench: Bench, names: readonly string[]): Promise<void> {
  const lists = once(() => stockLists(bench))
  const stocks: Stocks = {
    inbound: once(() => stockInbound(bench)),
    lists,
    deals: once(async () => stockDeals(bench, await lists())),
  }
  for (const [name, run] of Object.entries(SCENARIOS)) {
    if (names.length > 0 && !names.includes(name)) continue
    await bench.world.fleet.crash(0)
    await run(bench, stocks)
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
