import { setTimeout as pause } from 'node:timers/promises'
import type { ImportDto } from '../../src/shared/contracts/imports.ts'
import type { ImportId } from '../../src/shared/ids.ts'
import type { Browser } from '../../test/harness/client.ts'
import { HttpLoad } from '../load/http.ts'
import { Latencies } from '../load/latency.ts'
import { asBrowser, queryPath } from '../load/trpc.ts'
import { count, ms } from '../report.ts'
import type { ListStock } from '../stock/lists.ts'
import type { Bench } from '../world.ts'

const TARGETS = { seconds: 180, others: 2 }
const POLL_MS = 250
/** A colleague who opens a page of the inbox now and then. */
const READ_EVERY_MS = 100
const CALM_SECONDS = 10

/** A big file on its way in, from the upload to the report, while a colleague reads the inbox. */
export async function imports(bench: Bench, { browser }: ListStock): Promise<void> {
  const rows = bench.isQuick ? 5_000 : 100_000
  bench.report.begin('import', `${count(rows)} rows of CSV with name, phone, e-mail, company, label and city`)
  const reader = new Reader(bench, browser)
  const calm = await reader.during(pause(CALM_SECONDS * (bench.isQuick ? 100 : 1000)))
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  const id = await upload(bench, browser, csv(rows))
  const checking = check(browser, id)
  const whileChecked = await reader.during(checking)
  await checking
  const checkedAt = seconds()
  const running = run(browser, id)
  const whileRun = await reader.during(running)
  const { counts } = await running
  await reader.close()
  tell(bench, { rows, took: seconds(), checkedAt, counts, calm, whileChecked, whileRun })
}

async function check(browser: Browser, id: ImportId): Promise<void> {
  const { columns } = await until(browser, id, ['uploaded'])
  await browser.api.imports.map.mutate({ id, mapping: columns.map(({ suggested }) => suggested) })
  await until(browser, id, ['checked'])
}

async function run(browser: Browser, id: ImportId): Promise<ImportDto> {
  await browser.api.imports.run.mutate({ id })
  return until(browser, id, ['done'])
}

interface Told {
  rows: number
  took: number
  checkedAt: number
  counts: ImportDto['counts']
  calm: Latencies
  whileChecked: Latencies
  whileRun: Latencies
}

function tell(
  { report }: Bench,
  { rows, took, checkedAt, counts, calm, whileChecked, whileRun }: Told,
): void {
  const sum = counts.created + counts.updated + counts.skipped + counts.failed
  report.target({
    what: 'from the upload to the report',
    measured: `${took.toFixed(0)} s`,
    target: `≤ ${TARGETS.seconds} s`,
    isMet: took <= TARGETS.seconds && sum === rows,
    conditions: `of which ${checkedAt.toFixed(0)} s until the check was shown; created ${count(counts.created)}, updated ${count(counts.updated)}, skipped ${count(counts.skipped)}, failed ${count(counts.failed)}`,
  })
  for (const [during, busy] of [
    ['checked', whileChecked],
    ['written', whileRun],
  ] as const) {
    const ratio = busy.percentile(99) / calm.percentile(99)
    report.target({
      what: `the inbox of a colleague while it is ${during}, p99`,
      measured: `${ms(busy.percentile(99))} (p50 ${ms(busy.percentile(50))})`,
      bare: `${ms(calm.percentile(99))} in calm`,
      ratio,
      target: `≤ ${TARGETS.others}×`,
      isMet: ratio <= TARGETS.others,
      conditions: `one page every ${READ_EVERY_MS} ms, latency from the appointed time`,
    })
  }
}

class Reader {
  private readonly http: HttpLoad
  private readonly ask: (path: string) => Promise<boolean>
  private readonly path = queryPath('conversations.list', { who: 'all', state: 'open', limit: 50 })

  constructor({ world }: Bench, browser: Browser) {
    this.http = new HttpLoad(world.fleet.url(), 4)
    this.ask = asBrowser(this.http, browser)
  }

  /** Reads at a steady pace until the work is done. */
  async during(work: Promise<unknown>): Promise<Latencies> {
    const latencies = new Latencies()
    const underWay: Promise<void>[] = []
    const over = new AbortController()
    void work.finally(() => over.abort()).catch(() => {})
    const started = performance.now()
    for (let n = 0; !over.signal.aborted; n++) {
      const appointed = started + n * READ_EVERY_MS
      await pause(Math.max(0, appointed - performance.now()))
      underWay.push(
        this.ask(this.path).then((isRight) => {
          if (!isRight) throw new Error('a page of the inbox was refused')
          latencies.add(performance.now() - appointed)
        }),
      )
    }
    await Promise.all(underWay)
    return latencies
  }

  close(): Promise<void> {
    return this.http.close()
  }
}

async function upload({ world }: Bench, browser: Browser, text: string): Promise<ImportId> {
  const response = await fetch(`${world.fleet.url()}/media/imports`, {
    method: 'POST',
    headers: {
      ...browser.headers(),
      'content-type': 'application/octet-stream',
      'x-file-name': 'clientes.csv',
    },
    body: text,
  })
  if (response.status !== 201) throw new Error(`the upload was refused: ${await response.text()}`)
  return ((await response.json()) as ImportDto).id
}

async function until(
  browser: Browser,
  id: ImportId,
  states: readonly ImportDto['state'][],
): Promise<ImportDto> {
  for (;;) {
    const dto = await browser.api.imports.get.query({ id })
    if (dto.state === 'failed') throw new Error(`the import failed: ${JSON.stringify(dto.error)}`)
    if (states.includes(dto.state)) return dto
    await pause(POLL_MS)
  }
}

/** Every run has its own phones: what an earlier run left is nobody's duplicate. */
function csv(rows: number): string {
  const seed = Date.now() % 90
  const lines = Array.from({ length: rows }, (_, n) => {
    const phone = `+52 55 ${String(10 + seed)}${String(n).padStart(6, '0')}`
    return `Persona ${n},${phone},persona.${seed}.${n}@bench.example,Empresa ${n % 500},${n % 3 === 0 ? 'vip' : ''}`
  })
  return ['Nombre,Teléfono,Correo,Empresa,Etiquetas', ...lines].join('\n')
}
