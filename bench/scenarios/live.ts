import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import type { LiveEnvelope } from '../../src/shared/events.ts'
import { Latencies } from '../load/latency.ts'
import { openLoop } from '../load/loops.ts'
import { watchCpu } from '../load/proc.ts'
import { RawPost } from '../load/raw-post.ts'
import { DAILY_MIX, type WebhookMaker } from '../load/webhooks.ts'
import { count, ms } from '../report.ts'
import { postWebhook, type InboundStock } from '../stock/inbound.ts'
import type { Bench } from '../world.ts'

const PER_SECOND = 100
/** Two of three webhooks are watched on their way to a screen; the others are the daily mix around them. */
const WATCHED = 2 / 3
/** Few enough that the warm-up meets them all. */
const WATCHED_CUSTOMERS_EACH = 5
const ARRIVAL_MS = 2_000
const TARGETS = { acknowledged99: 25, socket50: 20, socket99: 100 }

/** A steady stream: how soon the provider has its answer, and how soon an agent sees the message. */
export async function live(bench: Bench, stock: InboundStock): Promise<void> {
  const { world, report, isQuick } = bench
  report.begin(
    'live',
    `${PER_SECOND} webhooks a second, an agent connected in each of ${stock.channels.length} workspaces`,
  )
  const watch = new Watch()
  const maker = stock.newMaker()
  const agents = await Promise.all(
    stock.channels.map((channel) => connectAgent(world.fleet.url(), stock, { channel, watch })),
  )
  const http = new RawPost(world.fleet.url())
  const stream = (seconds: number) =>
    openLoop({
      perSecond: PER_SECOND,
      seconds,
      send: (appointed) => postWebhook(http, nextOf(stock, { maker, watch }, appointed)),
    })
  await stream(isQuick ? 2 : 10)
  await pause(ARRIVAL_MS)
  watch.startOver()
  const stop = watchCpu({ app: world.fleet.pid(0), db: world.engine.pid })
  const load = await stream(isQuick ? 5 : 30)
  const cpu = stop()
  await pause(ARRIVAL_MS)
  for (const agent of agents) agent.disconnect()
  http.close()

  const conditions = `open loop, latency from the appointed time; others ${cpu.foreignCores.toFixed(1)} cores`
  const percentile = (what: string, of: Latencies, at: { share: number; target?: number }) => {
    const value = of.percentile(at.share)
    const row = { what: `${what}, p${at.share}`, measured: ms(value), conditions: '' }
    if (at.target === undefined) report.figure(row)
    else report.target({ ...row, target: `≤ ${at.target} ms`, isMet: value <= at.target })
  }
  percentile('acknowledged', load.latencies, { share: 50 })
  percentile('acknowledged', load.latencies, { share: 99, target: TARGETS.acknowledged99 })
  percentile('webhook → agent’s socket', watch.latencies, { share: 50, target: TARGETS.socket50 })
  percentile('webhook → agent’s socket', watch.latencies, { share: 99, target: TARGETS.socket99 })
  report.target({
    what: 'watched messages that reached the agent',
    measured: `${count(watch.latencies.count)} of ${count(watch.expected)}`,
    target: 'all',
    isMet: watch.latencies.count === watch.expected && load.failed === 0,
    conditions,
  })
}

/** Knows each watched message by its text, which no other has. */
class Watch {
  latencies = new Latencies()
  expected = 0
  private serial = 0
  private readonly leftAt = new Map<string, number>()

  startOver(): void {
    this.latencies = new Latencies()
    this.expected = 0
    this.leftAt.clear()
  }

  expect(appointed: number): string {
    const text = `Mensaje ${this.serial++}`
    this.leftAt.set(text, appointed)
    this.expected++
    return text
  }

  saw(text: string): void {
    const leftAt = this.leftAt.get(text)
    if (leftAt === undefined) return
    this.leftAt.delete(text)
    this.latencies.add(performance.now() - leftAt)
  }

  get turn(): number {
    return this.serial
  }
}

/** The watched customers are nobody else's: two messages of one conversation at once show the second's text. */
function nextOf(
  { channels, customersEach }: InboundStock,
  { maker, watch }: { maker: WebhookMaker; watch: Watch },
  appointed: number,
) {
  if (Math.random() > WATCHED) return maker.next(DAILY_MIX)
  const { turn } = watch
  const customer = customersEach + (Math.floor(turn / channels.length) % WATCHED_CUSTOMERS_EACH)
  return maker.message(turn % channels.length, customer, watch.expect(appointed))
}

function connectAgent(
  url: string,
  { browser }: InboundStock,
  { channel, watch }: { channel: InboundStock['channels'][number]; watch: Watch },
): Promise<Socket> {
  const socket = io(url, {
    path: '/rt',
    transports: ['websocket'],
    auth: { workspaceId: channel.workspaceId, after: -1 },
    extraHeaders: { cookie: browser.cookie(), origin: url },
  })
  socket.on('envelope', ({ events }: LiveEnvelope) => {
    for (const event of events)
      if (event.type === 'message.received') watch.saw(event.data.conversation.preview)
  })
  return new Promise((resolve, reject) => {
    socket.once('head', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}
