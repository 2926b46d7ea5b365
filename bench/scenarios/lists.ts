import { writeFileSync } from 'node:fs'
import { startBare, type BareServer } from '../bare/child.ts'
import { encodeStatements } from '../bare/statements.ts'
import { HttpLoad } from '../load/http.ts'
import { closedLoop, type LoadResult } from '../load/loops.ts'
import { byTurns, median } from '../load/paired.ts'
import { watchCpu, type CpuUse } from '../load/proc.ts'
import { asBrowser } from '../load/trpc.ts'
import { count, ms, percent, perSecond } from '../report.ts'
import type { ListStock } from '../stock/lists.ts'
import type { Bench } from '../world.ts'
import { explainProblems } from './explain.ts'
import { listCases, type ListCase } from './list-cases.ts'

const CLIENTS = 16
const TARGETS = { rate: 0.6, tail: 2, alone99: 20 }

/** The pages that people open all day, through the whole API, beside a bare server with the same SQL. */
export async function lists(bench: Bench, stock: ListStock): Promise<void> {
  const { world, report } = bench
  report.begin(
    'lists',
    `pages of ${count(stock.conversations)} conversations and of a long thread, beside node:http + mysql2 with the same SQL and rows`,
  )
  const cases = await listCases(bench, stock)
  const file = `${world.dataDir}/statements.json`
  writeFileSync(file, encodeStatements(Object.fromEntries(cases.map((one) => [one.key, one.statements]))))
  const bare = await startBare('list-server.ts', {
    BARE_DATABASE_URL: world.databaseUrl,
    BARE_STATEMENTS: file,
  })
  for (const one of cases) {
    const problems = await explainProblems(world, one)
    await measure(bench, { one, bare, stock, problems })
  }
  await bare.stop()
}

interface Measuring {
  one: ListCase
  bare: BareServer
  stock: ListStock
  problems: string[]
}

async function measure(bench: Bench, { one, bare, stock, problems }: Measuring): Promise<void> {
  const { world, report, isQuick } = bench
  const seconds = isQuick ? 1.5 : 4
  const servers = { bare: new HttpLoad(bare.url, CLIENTS), product: new HttpLoad(world.fleet.url(), CLIENTS) }
  const ask = asBrowser(servers.product, stock.browser)
  const runs = {
    bare: {
      pids: { bare: bare.pid, db: world.engine.pid },
      send: (n: number) => servers.bare.get(`/${one.key}/${n}`),
    },
    product: {
      pids: { app: world.fleet.pid(0), db: world.engine.pid },
      send: (n: number) => ask(one.paths[n] as string),
    },
  }
  const loop = async (server: 'bare' | 'product', clients: number): Promise<Measured> => {
    const { send, pids } = runs[server]
    let turn = 0
    const stop = watchCpu(pids)
    const load = await closedLoop({ clients, seconds, send: () => send(turn++ % one.paths.length) })
    return { load, cpu: stop() }
  }
  await loop('product', CLIENTS)
  await loop('bare', CLIENTS)
  const pairs = await byTurns(isQuick ? 1 : 3, {
    bare: () => loop('bare', CLIENTS),
    product: () => loop('product', CLIENTS),
  })
  const alone = await loop('product', 1)
  await Promise.all([servers.bare.close(), servers.product.close()])
  tell(bench, { one, pairs, alone })
  const isWalked = problems.length === 0
  const plan = { what: `${one.name}: plan`, target: 'one index, no filesort' }
  if (isWalked) report.target({ ...plan, measured: 'as wished', isMet: true })
  else report.target({ ...plan, measured: problems.join('; '), isMet: false })
}

interface Measured {
  load: LoadResult
  cpu: CpuUse
}

function tell(
  { report }: Bench,
  { one, pairs, alone }: { one: ListCase; pairs: { bare: Measured; product: Measured }[]; alone: Measured },
): void {
  const rate = (measured: Measured) => measured.load.rate
  const tail = (measured: Measured) => measured.load.latencies.percentile(99)
  const [rates, tails] = [
    median(pairs.map(({ bare, product }) => rate(product) / rate(bare))),
    median(pairs.map(({ bare, product }) => tail(product) / tail(bare))),
  ]
  const failed = pairs.reduce((sum, { bare, product }) => sum + bare.load.failed + product.load.failed, 0)
  report.target({
    what: `${one.name}: rate`,
    measured: perSecond(median(pairs.map(({ product }) => rate(product)))),
    bare: perSecond(median(pairs.map(({ bare }) => rate(bare)))),
    ratio: rates,
    target: `≥ ${percent(TARGETS.rate)}`,
    isMet: rates >= TARGETS.rate && failed === 0,
    conditions: `closed loop, ${CLIENTS} clients; ${cpuOf(pairs)}`,
  })
  report.target({
    what: `${one.name}: p99`,
    measured: ms(median(pairs.map(({ product }) => tail(product)))),
    bare: ms(median(pairs.map(({ bare }) => tail(bare)))),
    ratio: tails,
    target: `≤ ${TARGETS.tail}×`,
    isMet: tails <= TARGETS.tail,
  })
  report.target({
    what: `${one.name}: p99, 1 client`,
    measured: `${ms(tail(alone))} (p50 ${ms(alone.load.latencies.percentile(50))})`,
    target: `≤ ${TARGETS.alone99} ms`,
    isMet: tail(alone) <= TARGETS.alone99,
  })
}

function cpuOf(pairs: { bare: Measured; product: Measured }[]): string {
  const last = pairs.at(-1)
  if (!last) return ''
  const each = ({ load, cpu }: Measured, name: string) =>
    `${(((cpu.byName[name] ?? 0) / load.done) * 1e6).toFixed(0)} µs`
  const { bare, product } = last
  return (
    `CPU a page: app ${each(product, 'app')} (bare ${each(bare, 'bare')}), db ${each(product, 'db')} (bare ${each(bare, 'db')}); ` +
    `others ${product.cpu.foreignCores.toFixed(1)} cores`
  )
}
