import { stockInbound, type InboundStock } from '../stock/inbound.ts'
import { stockLists, type ListStock } from '../stock/lists.ts'
import type { Bench } from '../world.ts'
import { contacts } from './contacts.ts'
import { inbound } from './inbound.ts'
import { intake } from './intake.ts'
import { lists } from './lists.ts'
import { live } from './live.ts'
import { coldStart } from './process.ts'

interface Stocks {
  inbound(): Promise<InboundStock>
  lists(): Promise<ListStock>
}

/** In the order in which they run: what wants an idle, empty installation comes first. */
const SCENARIOS: Record<string, (bench: Bench, stocks: Stocks) => Promise<void>> = {
  process: coldStart,
  intake: async (bench, stocks) => intake(bench, await stocks.inbound()),
  inbound: async (bench, stocks) => inbound(bench, await stocks.inbound()),
  live: async (bench, stocks) => live(bench, await stocks.inbound()),
  lists: async (bench, stocks) => lists(bench, await stocks.lists()),
  contacts: async (bench, stocks) => contacts(bench, await stocks.lists()),
}

export const SCENARIO_NAMES = Object.keys(SCENARIOS)

/** Runs those named, or all. Each begins with a process that has done nothing yet. */
export async function runScenarios(bench: Bench, names: readonly string[]): Promise<void> {
  const stocks: Stocks = {
    inbound: once(() => stockInbound(bench)),
    lists: once(() => stockLists(bench)),
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
