import type { FieldDto } from '../../src/shared/contracts/fields.ts'
import { HttpLoad } from '../load/http.ts'
import { closedLoop } from '../load/loops.ts'
import { watchCpu } from '../load/proc.ts'
import { asBrowser, queryPath } from '../load/trpc.ts'
import { count, ms } from '../report.ts'
import type { LABEL_SHARES } from '../stock/facts.ts'
import type { ListStock } from '../stock/lists.ts'
import type { Bench } from '../world.ts'

const P99_MS = 60
const PAGE = 100
/** In which every filter is asked for, and those that only run alone. */
const SORTS = ['-createdAt', 'name', '-updatedAt']
const ORDERS = ['owner', '-lifecycle', '-lastMessageAt', 'custom.city', '-custom.budget']

/** Pages of the contacts table, each filter in every order: the first page, with its count, and the second. */
export async function table(bench: Bench, stock: ListStock): Promise<void> {
  const { report, isQuick } = bench
  report.begin('table', `pages of ${PAGE} of ${count(stock.conversations)} contacts, filtered and sorted`)
  for (const sort of ORDERS) {
    const paths = await withSecond(stock, { sort, limit: PAGE })
    await measure(bench, { what: `by ${sort}`, stock, paths, seconds: isQuick ? 1.5 : 4 })
  }
  for (const [what, filter] of await filters(stock)) {
    const firsts = SORTS.map((sort) => ({ sort, limit: PAGE, ...(filter && { filter }) }))
    const pages = await Promise.all(firsts.map((input) => withSecond(stock, input)))
    await measure(bench, { what, stock, paths: pages.flat(), seconds: isQuick ? 1.5 : 4 })
  }
}

/** The path of a first page and that of the one after it. */
async function withSecond({ browser }: ListStock, input: object): Promise<string[]> {
  const { nextCursor } = await browser.api.tables.contacts.query(input)
  const inputs = [input, ...(nextCursor === null ? [] : [{ ...input, cursor: nextCursor }])]
  return inputs.map((each) => queryPath('tables.contacts', each))
}

async function measure(
  { world, report }: Bench,
  run: { what: string; stock: ListStock; paths: string[]; seconds: number },
): Promise<void> {
  const http = new HttpLoad(world.fleet.url(), 1)
  const ask = asBrowser(http, run.stock.browser)
  let turn = 0
  const loop = (seconds: number) =>
    closedLoop({ clients: 1, seconds, send: () => ask(run.paths[turn++ % run.paths.length] as string) })
  await loop(run.seconds / 4)
  const stop = watchCpu({ app: world.fleet.pid(0), db: world.engine.pid })
  const { latencies, failed, done } = await loop(run.seconds)
  const { byName, foreignCores } = stop()
  await http.close()
  const p99 = latencies.percentile(99)
  const each = (name: string) => `${name} ${(((byName[name] ?? 0) / done) * 1e3).toFixed(1)} ms`
  report.target({
    what: run.what,
    measured: `p99 ${ms(p99)} (p50 ${ms(latencies.percentile(50))})`,
    target: `p99 ≤ ${P99_MS} ms`,
    isMet: p99 <= P99_MS && failed === 0,
    conditions: `closed loop, 1 client, ${run.paths.length} pages by turns; CPU a page: ${each('app')}, ${each('db')}; others ${foreignCores.toFixed(1)} cores`,
  })
}

async function filters({ browser, agents }: ListStock): Promise<[what: string, filter: string][]> {
  const [labels, fields] = await Promise.all([
    browser.api.labels.list.query(),
    browser.api.fields.list.query({ entity: 'contact' }),
  ])
  const label = (name: keyof typeof LABEL_SHARES) =>
    `label:any:${labels.find((each) => each.name === name)?.id ?? ''}`
  const custom = (key: string) => `custom.${fields.find((each: FieldDto) => each.key === key)?.key ?? ''}`
  return [
    ['no filter', ''],
    ['owner, one in 25', `owner:any:${agents[3]}`],
    ['nobody’s, one in five', 'owner:empty'],
    ['stage of life, one in four', 'lifecycle:any:qualified'],
    ['label of one in three', label('comun')],
    ['label of one in 50', label('media')],
    ['label of one in 200', label('escasa')],
    ['label of one in 2,000', label('rara')],
    ['two labels, both', `${label('media')}~${label('frecuente')}`],
    ['owner and stage of life', `owner:any:${agents[5]}~lifecycle:any:customer`],
    ['choice of a custom field', `${custom('city')}:any:puebla`],
    ['number of a custom field', `${custom('budget')}:min:990000`],
    ['created in the last 7 days', 'createdAt:within:7'],
    ['changed in the last 30 days', 'updatedAt:within:30'],
    ['spoke in the last 3 days', 'lastMessageAt:within:3'],
    ['silent for 90 days', 'lastMessageAt:older:90'],
    ['without a label', 'label:empty'],
    ['a common word of the name', 'name:has:maria'],
    ['words that nobody has', 'name:has:zzyzx'],
    ['two conditions that nobody meets', `${label('rara')}~lifecycle:any:lost~owner:any:${agents[7]}`],
  ]
}
