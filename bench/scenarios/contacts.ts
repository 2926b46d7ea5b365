import { HttpLoad } from '../load/http.ts'
import { closedLoop } from '../load/loops.ts'
import { watchCpu } from '../load/proc.ts'
import { asBrowser, queryPath } from '../load/trpc.ts'
import { count, ms } from '../report.ts'
import { phoneOf } from '../stock/contacts.ts'
import type { ListStock } from '../stock/lists.ts'
import { COMMON_WORDS, RARE_NAME } from '../stock/names.ts'
import type { Bench } from '../world.ts'

const P99_MS = 10
const PHONES = 64

/** Searches of one person at the keyboard, through the whole API. */
export async function contacts(bench: Bench, stock: ListStock): Promise<void> {
  const { world, report, isQuick } = bench
  report.begin('contacts', `searches among ${count(stock.conversations)} contacts`)
  const http = new HttpLoad(world.fleet.url(), 1)
  const ask = asBrowser(http, stock.browser)
  for (const [what, queries] of searches(stock.conversations)) {
    const paths = queries.map((query) => queryPath('contacts.list', { query, limit: 20 }))
    let turn = 0
    const loop = (seconds: number) =>
      closedLoop({ clients: 1, seconds, send: () => ask(paths[turn++ % paths.length] as string) })
    await loop(isQuick ? 0.5 : 2)
    const stop = watchCpu({ app: world.fleet.pid(0), db: world.engine.pid })
    const { latencies, failed, done } = await loop(isQuick ? 1.5 : 5)
    const { byName, foreignCores } = stop()
    const p99 = latencies.percentile(99)
    const each = (name: string) => `${name} ${(((byName[name] ?? 0) / done) * 1e6).toFixed(0)} µs`
    report.target({
      what,
      measured: `p99 ${ms(p99)} (p50 ${ms(latencies.percentile(50))})`,
      target: `p99 ≤ ${P99_MS} ms`,
      isMet: p99 <= P99_MS && failed === 0,
      conditions: `closed loop, 1 client; CPU a search: ${each('app')}, ${each('db')}; others ${foreignCores.toFixed(1)} cores`,
    })
  }
  await http.close()
}

function searches(size: number): [what: string, queries: string[]][] {
  const [first, second] = COMMON_WORDS
  const phones = Array.from({ length: PHONES }, (_, n) => phoneOf(Math.floor((size * n) / PHONES)))
  return [
    ['one common word', [first]],
    ['a prefix, ma*', ['ma']],
    ['a rare and a common word', [`${first} ${RARE_NAME.name}`, `${RARE_NAME.name} ${first}`]],
    ['two common words', [`${first} ${second}`]],
    ['last 4 digits of a phone', phones.map((phone) => phone.slice(-4))],
    ['last 6 digits of a phone', phones.map((phone) => phone.slice(-6))],
    ['beginning of a phone', phones.map((phone) => phone.slice(0, 8))],
  ]
}
