import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { Pool } from 'undici'
import { every, until } from '../test/load/fleet.ts'
import { givenChannels, type GivenChannel } from '../test/load/given.ts'
import { Random } from '../test/load/random.ts'
import type { Figure } from './report.ts'
import type { SourceEdit } from '../test/load/bundle.ts'
import { openWorld, type LoadWorld } from '../test/load/world.ts'

export interface InboundOptions {
  webhooks: number
  seed: number
  killEveryMs: number
  databaseKills: number
  mutation?: SourceEdit
}

const DUPLICATES = 0.2
const SENDERS = 64
const CUSTOMERS = 200
const WORKSPACES = 2
const CHANNELS_EACH = 2

interface Webhook {
  body: string
  signature: string
}

/**
 * G1: webhooks with repeats, shuffled, from senders that repeat until they hear 200, while processes
 * and the database are killed. What was acknowledged must be there, once, in the right workspace.
 */
export async function runInbound(options: InboundOptions): Promise<Figure[]> {
  const world = await openWorld({ name: 'chaos', processes: 2, holdMs: 2_000, edit: options.mutation })
  try {
    const channels = await givenChannels(world, { workspaces: WORKSPACES, each: CHANNELS_EACH })
    const random = new Random(options.seed)
    const distinct = Math.round(options.webhooks / (1 + DUPLICATES))
    const webhooks = makeWebhooks(world, { channels, random, distinct, total: options.webhooks })
    const started = performance.now()
    const crashes = every(options.killEveryMs, (turn) => world.fleet.crash(turn % world.fleet.urls.length))
    const databaseCrashes = crashDatabaseWhile(world, options)
    const retries = await deliver(world, webhooks)
    const seconds = (performance.now() - started) / 1000
    await Promise.all([crashes.stop(), databaseCrashes.stop()])
    const connection = await world.connect()
    await untilApplied(connection)
    const figures = await check(connection, distinct)
    await connection.end()
    figures.push({
      name: 'G1 run',
      value: `${webhooks.length} webhooks in ${seconds.toFixed(1)} s, ${world.fleet.kills} processes and ${databaseCrashes.count()} databases killed, ${retries} repeats by senders`,
      isRight: world.fleet.kills > 0,
    })
    return figures
  } finally {
    await world.close()
  }
}

function crashDatabaseWhile(world: LoadWorld, { databaseKills, killEveryMs }: InboundOptions) {
  let count = 0
  const crashes = every(killEveryMs * 1.4, async () => {
    if (count >= databaseKills) return
    count++
    await world.crashDatabase()
  })
  return { stop: crashes.stop, count: () => count }
}

function makeWebhooks(
  world: LoadWorld,
  input: { channels: GivenChannel[]; random: Random; distinct: number; total: number },
): Webhook[] {
  const webhooks: Webhook[] = []
  for (let i = 0; i < input.distinct; i++) webhooks.push(textWebhook(world, input, i))
  while (webhooks.length < input.total) webhooks.push(webhooks[input.random.below(input.distinct)] as Webhook)
  return input.random.shuffle(webhooks)
}

function textWebhook(
  world: LoadWorld,
  { channels, random }: { channels: GivenChannel[]; random: Random },
  index: number,
): Webhook {
  const channel = channels[random.below(channels.length)] as GivenChannel
  const customer = `52330001${String(random.below(CUSTOMERS)).padStart(4, '0')}`
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '523300000000', phone_number_id: channel.phoneNumberId },
    contacts: [{ profile: { name: `Cliente ${customer.slice(-4)}` }, wa_id: customer }],
    messages: [
      {
        from: customer,
        // The channel in the id shows a message that landed elsewhere.
        id: `wamid.CHAOS.${channel.phoneNumberId}.${index}`,
        timestamp: String(1_790_000_000 + index),
        type: 'text',
        text: { body: `Mensaje ${index}` },
      },
    ],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: channel.wabaId, changes: [{ field: 'messages', value }] }],
  })
  return {
    body,
    signature: `sha256=${createHmac('sha256', world.fake.appSecret).update(body).digest('hex')}`,
  }
}

/** Each sender takes the next webhook and repeats it, to either process, until it hears 200. */
async function deliver(world: LoadWorld, webhooks: Webhook[]): Promise<number> {
  const pools = new Map(world.fleet.urls.map((url) => [url, new Pool(url, { connections: SENDERS })]))
  let next = 0
  let retries = 0
  const sender = async () => {
    for (let webhook = webhooks[next++]; webhook; webhook = webhooks[next++]) {
      while (!(await post(pools.get(world.fleet.url()) as Pool, webhook))) {
        retries++
        await pause(30)
      }
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  await Promise.all([...pools.values()].map((pool) => pool.destroy()))
  return retries
}

async function post(pool: Pool, { body, signature }: Webhook): Promise<boolean> {
  try {
    const response = await pool.request({
      path: '/webhooks/meta',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      body,
      headersTimeout: 5_000,
    })
    await response.body.dump()
    return response.statusCode === 200
  } catch {
    return false
  }
}

/** Items stored under overload are applied in their own time; what was answered too early gets some, too. */
async function untilApplied(connection: Connection): Promise<void> {
  await pause(1_500)
  await until(
    async () => {
      const [rows] = await connection.query<RowDataPacket[]>(
        "SELECT COUNT(*) AS n FROM receipts WHERE state = 'pending'",
      )
      return Number(rows[0]?.['n']) === 0
    },
    60_000,
    'stored items are applied',
  ).catch(() => undefined)
}

async function check(connection: Connection, distinct: number): Promise<Figure[]> {
  const one = async (sql: string): Promise<number> => {
    const [rows] = await connection.query<RowDataPacket[]>(sql)
    return Number(Object.values(rows[0] ?? {})[0] ?? 0)
  }
  const stored = await one('SELECT COUNT(*) FROM messages')
  const unique = await one('SELECT COUNT(DISTINCT external_key) FROM messages')
  const figure = (name: string, value: number, expected: number): Figure => ({
    name: `G1 ${name}`,
    value: `${value} (expected ${expected})`,
    isRight: value === expected,
  })
  return [
    figure('lost messages', distinct - unique, 0),
    figure('doubled messages', stored - unique, 0),
    figure(
      'messages in another workspace',
      await one(
        "SELECT COUNT(*) FROM messages m JOIN channels c ON c.id = m.channel_id WHERE c.workspace_id <> m.workspace_id OR m.external_key NOT LIKE CONCAT('wamid.CHAOS.', c.external_account_id, '.%')",
      ),
      0,
    ),
    figure(
      'threads with two open conversations',
      await one(
        'SELECT COUNT(*) FROM (SELECT thread_id FROM conversations WHERE open_key IS NOT NULL GROUP BY workspace_id, thread_id HAVING COUNT(*) > 1) x',
      ),
      0,
    ),
    figure(
      'contacts with two threads on a channel',
      await one(
        'SELECT COUNT(*) FROM (SELECT contact_id FROM threads GROUP BY workspace_id, channel_id, contact_id HAVING COUNT(*) > 1) x',
      ),
      0,
    ),
    figure(
      'conversations whose unread count is wrong',
      await one(
        'SELECT COUNT(*) FROM conversations c WHERE c.unread_count <> (SELECT COUNT(*) FROM messages m WHERE m.workspace_id = c.workspace_id AND m.conversation_id = c.id)',
      ),
      0,
    ),
    figure(
      'conversations whose newest message is wrong',
      await one(
        'SELECT COUNT(*) FROM conversations c WHERE c.last_message_at <> (SELECT MAX(m.sent_at) FROM messages m WHERE m.workspace_id = c.workspace_id AND m.thread_id = c.thread_id)',
      ),
      0,
    ),
    figure(
      'workspaces with gaps in the event log',
      await one(
        'SELECT COUNT(*) FROM workspace_counters w WHERE w.event_seq <> (SELECT COUNT(*) FROM events e WHERE e.workspace_id = w.workspace_id) OR w.event_seq <> (SELECT COALESCE(MAX(e.seq), 0) FROM events e WHERE e.workspace_id = w.workspace_id)',
      ),
      0,
    ),
    figure(
      'message events',
      await one("SELECT COUNT(*) FROM events WHERE type = 'message.received'"),
      distinct,
    ),
    figure('receipts not applied', await one("SELECT COUNT(*) FROM receipts WHERE state <> 'done'"), 0),
  ]
}
