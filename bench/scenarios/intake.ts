import { setTimeout as pause } from 'node:timers/promises'
import * as lit from '../../src/server/platform/db/literals.ts'
import type { GivenChannel } from '../../test/load/given.ts'
import { startBare } from '../bare/child.ts'
import { closedLoop, type LoadResult } from '../load/loops.ts'
import { byTurns, median } from '../load/paired.ts'
import { watchCpu, type CpuUse } from '../load/proc.ts'
import { RawPost } from '../load/raw-post.ts'
import type { WebhookMaker, WebhookMix } from '../load/webhooks.ts'
import { ms, percent, perSecond } from '../report.ts'
import { postWebhook, type InboundStock } from '../stock/inbound.ts'
import { numberOf, type Bench } from '../world.ts'

const CONNECTIONS = 128
const TARGET = 0.6
/** The drain looks twice a second which channels have a backlog. */
const SPILL_SEEN_MS = 1_500
const NO_REPEATS: WebhookMix = { repeats: 0, statuses: 0.2, maxMessages: 5 }

/**
 * How fast webhooks are stored and acknowledged when nothing of them is applied: every channel is
 * made to have a backlog that nobody may drain, which is what the product does under overload.
 */
export async function intake(bench: Bench, stock: InboundStock): Promise<void> {
  const { world, report, isQuick } = bench
  report.begin('intake', 'webhooks stored and acknowledged, not applied, beside a server that stores nothing')
  await holdBack(bench, stock.channels)
  const before = await pendingOf(bench)
  const bare = await startBare('webhook-server.ts', { BARE_SECRET: world.fake.appSecret })
  const run = { maker: stock.newMaker(), seconds: isQuick ? 2 : 5 }
  const pids = { app: world.fleet.pid(0), db: world.engine.pid }
  await Promise.all([post(bare.url, { ...run, pids: {} }), post(world.fleet.url(), { ...run, pids })])
  const acknowledged = { count: (await pendingOf(bench)) - before }
  const pairs = await byTurns(isQuick ? 1 : 5, {
    bare: () => post(bare.url, { ...run, pids: { bare: bare.pid } }),
    product: async () => {
      const result = await post(world.fleet.url(), { ...run, pids })
      acknowledged.count += result.load.done
      return result
    },
  })
  await bare.stop()
  const stored = (await pendingOf(bench)) - before
  await letGo(bench)
  tell(bench, pairs, { stored, acknowledged: acknowledged.count })
}

interface Posted {
  load: LoadResult
  cpu: CpuUse
}

async function post(
  url: string,
  { maker, seconds, pids }: { maker: WebhookMaker; seconds: number; pids: Record<string, number> },
): Promise<Posted> {
  const http = new RawPost(url)
  const stop = watchCpu(pids)
  const load = await closedLoop({
    clients: CONNECTIONS,
    seconds,
    send: () => postWebhook(http, maker.next(NO_REPEATS)),
  })
  http.close()
  return { load, cpu: stop() }
}

function tell(
  { report }: Bench,
  pairs: { bare: Posted; product: Posted }[],
  { stored, acknowledged }: { stored: number; acknowledged: number },
): void {
  const ratio = median(pairs.map(({ bare, product }) => product.load.rate / bare.load.rate))
  const product = median(pairs.map((pair) => pair.product.load.rate))
  const last = pairs.at(-1)?.product
  const failed = pairs.reduce((sum, pair) => sum + pair.product.load.failed, 0)
  report.target({
    what: 'webhooks stored and acknowledged',
    measured: `${perSecond(product)}, p50 ${ms(last?.load.latencies.percentile(50) ?? 0)}, p99 ${ms(last?.load.latencies.percentile(99) ?? 0)}`,
    bare: perSecond(median(pairs.map((pair) => pair.bare.load.rate))),
    ratio,
    target: `≥ ${percent(TARGET)} of node:http + HMAC + JSON.parse`,
    isMet: ratio >= TARGET && failed === 0,
    conditions: `closed loop, ${CONNECTIONS} connections, no repeats; ${cpuPer(last)}`,
  })
  report.target({
    what: 'acknowledged but not stored',
    measured: `${acknowledged - stored} of ${acknowledged}`,
    target: '0',
    isMet: acknowledged === stored,
  })
}

function cpuPer(posted: Posted | undefined): string {
  if (!posted) return ''
  const { load, cpu } = posted
  const each = (name: string) => `${name} ${(((cpu.byName[name] ?? 0) / load.done) * 1e6).toFixed(0)} µs`
  return `CPU a webhook: ${['app', 'db', 'load'].map(each).join(', ')}; others ${cpu.foreignCores.toFixed(1)} cores`
}

/** One unapplied receipt per channel, and the right to drain them in nobody's hands. */
async function holdBack({ world }: Bench, channels: GivenChannel[]): Promise<void> {
  const connection = await world.connect()
  const until = 'now(3) + interval 1 hour'
  await connection.query(
    `INSERT INTO leases (name, owner, expires_at) VALUES ('inbound.drain', 'bench', ${until}) ON DUPLICATE KEY UPDATE owner = 'bench', expires_at = ${until}`,
  )
  const rows = channels.map((channel, at) => [
    lit.id(channel.workspaceId),
    lit.id(channel.channelId),
    lit.bytes(Buffer.alloc(16, at)),
    lit.text('pending'),
    lit.text('{}'),
    lit.time(new Date()),
  ])
  await connection.query(
    lit.insertRows('receipts', 'workspace_id,channel_id,dedupe,state,body,received_at', rows),
  )
  await connection.end()
  await pause(SPILL_SEEN_MS)
}

function pendingOf({ world }: Bench): Promise<number> {
  return numberOf(world, "SELECT COUNT(*) FROM receipts WHERE state = 'pending'")
}

/** Nothing of it is applied afterwards: the next scenario shall find an idle product. */
async function letGo({ world }: Bench): Promise<void> {
  const connection = await world.connect()
  await connection.query("DELETE FROM receipts WHERE state = 'pending'")
  await connection.query(
    "UPDATE leases SET owner = '', expires_at = '1970-01-02' WHERE name = 'inbound.drain'",
  )
  await connection.end()
  await pause(SPILL_SEEN_MS)
}
