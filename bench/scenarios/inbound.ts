import { setTimeout as pause } from 'node:timers/promises'
import { BareInserts } from '../bare/inserts.ts'
import { closedLoop, type LoadResult } from '../load/loops.ts'
import { byTurns, median } from '../load/paired.ts'
import { residentMb, watchCpu, type CpuUse } from '../load/proc.ts'
import { RawPost } from '../load/raw-post.ts'
import { DAILY_MIX, type WebhookMaker } from '../load/webhooks.ts'
import { count, ms, percent, perSecond } from '../report.ts'
import { postWebhook, type InboundStock } from '../stock/inbound.ts'
import { numberOf, type Bench } from '../world.ts'

const CONNECTIONS = 256
const TARGET = 0.3
const LOADED_MB = 250

/** The whole way of a message, from a signed webhook to every row and event, beside inserting bare rows. */
export async function inbound(bench: Bench, stock: InboundStock): Promise<void> {
  const { world, report, isQuick } = bench
  report.begin('inbound', 'the whole inbound path over HTTP, beside 20 bare rows a transaction')
  const before = await storedBy(bench)
  const bare = new BareInserts(world.databaseUrl)
  await bare.open()
  const seconds = isQuick ? 3 : 10
  const sent: Sent = { messages: 0, webhooks: 0 }
  const maker = stock.newMaker()
  await flood(bench, maker, { seconds, sent })
  const pairs = await byTurns(isQuick ? 1 : 4, {
    bare: () => bare.run(isQuick ? 2 : 5),
    product: () => flood(bench, maker, { seconds, sent }),
  })
  const memory = residentMb(world.fleet.pid(0))
  await bare.close()
  tell(bench, pairs)
  await verify(bench, before, sent)
  report.target({
    what: 'memory of the process after it',
    measured: `${memory.toFixed(0)} MB`,
    target: `≤ ${LOADED_MB} MB`,
    isMet: memory <= LOADED_MB,
  })
}

interface Sent {
  messages: number
  webhooks: number
}

interface Flood {
  load: LoadResult
  cpu: CpuUse
  messages: number
  /** Applied, not only acknowledged: the time to work off a backlog counts. */
  messageRate: number
  backlog: number
}

async function flood(
  { world }: Bench,
  maker: WebhookMaker,
  { seconds, sent }: { seconds: number; sent: Sent },
): Promise<Flood> {
  const http = new RawPost(world.fleet.url())
  const stop = watchCpu({ app: world.fleet.pid(0), db: world.engine.pid })
  let messages = 0
  const load = await closedLoop({
    clients: CONNECTIONS,
    seconds,
    send: async () => {
      const webhook = maker.next(DAILY_MIX)
      const isRight = await postWebhook(http, webhook)
      if (isRight && !webhook.isRepeat) {
        messages += webhook.messages
        sent.webhooks++
      }
      return isRight
    },
  })
  http.close()
  sent.messages += messages
  const backlog = await drained(world)
  const cpu = stop()
  return { load, cpu, messages, messageRate: messages / cpu.seconds, backlog }
}

/** Waits until nothing is left that was stored unapplied under overload. @returns how many items that were. */
async function drained(world: Bench['world']): Promise<number> {
  const pending = () => numberOf(world, "SELECT COUNT(*) FROM receipts WHERE state = 'pending'")
  const backlog = await pending()
  for (let left = backlog; left > 0; left = await pending()) await pause(50)
  return backlog
}

function tell({ report }: Bench, pairs: { bare: number; product: Flood }[]): void {
  const ratio = median(pairs.map(({ bare, product }) => product.messageRate / bare))
  const last = pairs.at(-1)?.product
  if (!last) return
  const each = (name: string) =>
    `${name} ${(((last.cpu.byName[name] ?? 0) / last.messages) * 1e6).toFixed(0)} µs`
  const { latencies, rate } = last.load
  report.target({
    what: 'messages stored with all their effects',
    measured: `${perSecond(median(pairs.map(({ product }) => product.messageRate)))} in ${perSecond(rate)} webhooks, p50 ${ms(latencies.percentile(50))}, p99 ${ms(latencies.percentile(99))}`,
    bare: perSecond(median(pairs.map(({ bare }) => bare))),
    ratio,
    target: `≥ ${percent(TARGET)} of 20 rows a transaction, c = 4`,
    isMet: ratio >= TARGET,
    conditions:
      `closed loop, ${CONNECTIONS} connections, 20 workspaces by Zipf, 20 % repeats, 20 % of the rest delivery reports; ` +
      `backlog at the end ${count(last.backlog)}; CPU a message: ${['app', 'db', 'load'].map(each).join(', ')}; others ${last.cpu.foreignCores.toFixed(1)} cores`,
  })
  const failed = pairs.reduce((sum, { product }) => sum + product.load.failed, 0)
  report.target({
    what: 'webhooks not answered 200',
    measured: String(failed),
    target: '0',
    isMet: failed === 0,
  })
}

interface Stored {
  messages: number
  receipts: number
  gaps: number
}

async function storedBy({ world }: Bench): Promise<Stored> {
  const one = (sql: string) => numberOf(world, sql)
  return {
    messages: await one("SELECT COUNT(*) FROM messages WHERE direction = 'inbound'"),
    receipts: await one("SELECT COUNT(*) FROM receipts WHERE state = 'done'"),
    gaps: await one(
      'SELECT COUNT(*) FROM workspace_counters w WHERE w.event_seq <> (SELECT COUNT(*) FROM events e WHERE e.workspace_id = w.workspace_id)',
    ),
  }
}

/** What was acknowledged is there, once. */
async function verify(bench: Bench, before: Stored, sent: Sent): Promise<void> {
  const after = await storedBy(bench)
  const messages = after.messages - before.messages
  const receipts = after.receipts - before.receipts
  bench.report.target({
    what: 'acknowledged = stored',
    measured: `${count(sent.messages)} messages sent, ${count(messages)} stored; ${count(sent.webhooks)} webhooks, ${count(receipts)} receipts; ${after.gaps} event logs with gaps`,
    target: 'equal, 0 gaps',
    isMet: messages === sent.messages && receipts === sent.webhooks && after.gaps === 0,
  })
}
