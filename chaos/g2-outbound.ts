import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { RowDataPacket } from 'mysql2/promise'
import { openBrowser, type Browser } from '../test/harness/client.ts'
import type { ConversationListItem } from '../src/shared/contracts/conversations.ts'
import { idFromBytes, type MessageId } from '../src/shared/ids.ts'
import type { SourceEdit } from '../test/load/bundle.ts'
import { every, until } from '../test/load/fleet.ts'
import { Random } from '../test/load/random.ts'
import type { Figure } from './report.ts'
import { openWorld, type LoadWorld } from '../test/load/world.ts'

export interface OutboundOptions {
  sends: number
  seed: number
  killEveryMs: number
  databaseKills: number
  mutation?: SourceEdit
}

const CONVERSATIONS = 100
const AGENTS = 8
const PHONE = '700010001011'
const SETTLE_DEADLINE_MS = 120_000

/**
 * G2: agents send while the provider refuses some, drops some calls before taking them and loses the
 * answer to others, and processes and the database are killed. Every message must arrive once.
 */
export async function runOutbound(options: OutboundOptions): Promise<Figure[]> {
  const world = await openWorld({ name: 'chaos', processes: 2, holdMs: 6_000, edit: options.mutation })
  try {
    const browser = await signUp(world)
    const conversations = await openConversations(world, browser)
    plantFaults(world)
    const crashes = every(options.killEveryMs, (turn) => world.fleet.crash(turn % world.fleet.urls.length))
    let databaseCrashes = 0
    const databases = every(options.killEveryMs * 1.7, async () => {
      if (databaseCrashes < options.databaseKills) {
        databaseCrashes++
        await world.crashDatabase()
      }
    })
    const sent = await sendAll(world, browser, { conversations, ...options })
    await pause(options.killEveryMs)
    await Promise.all([crashes.stop(), databases.stop()])
    const held = await settle(world, browser)
    const figures = await check(world, sent)
    figures.push({
      name: 'G2 run',
      value: `${sent.length} sends, ${world.fleet.kills} processes and ${databaseCrashes} databases killed, ${held} left to a person`,
      isRight: sent.length === options.sends && world.fleet.kills > 0,
    })
    return figures
  } finally {
    await world.close()
  }
}

async function signUp(world: LoadWorld): Promise<Browser> {
  const browser = openBrowser(world.fleet.urls[0] as string)
  const me = await browser.api.auth.signUp.mutate({
    name: 'Ana',
    email: `${randomUUID()}@chaos.example`,
    password: 'una clave larga y tranquila',
    workspaceName: 'Nogal & Lino',
    country: 'MX',
    locale: 'es',
  })
  const inWorkspace = browser.in(me.workspaces[0]?.id)
  const credentials = { phoneNumberId: PHONE, wabaId: '800010001022', accessToken: 'chaos-token' }
  world.fake.control.addNumber({
    ...credentials,
    displayPhoneNumber: '+52 33 0000 0100',
    verifiedName: 'Nogal & Lino',
  })
  await inWorkspace.api.channels.connect.mutate({ kind: 'whatsapp_cloud', name: 'Ventas', credentials })
  return inWorkspace
}

async function openConversations(world: LoadWorld, browser: Browser): Promise<ConversationListItem[]> {
  world.fake.control.configure({
    webhookUrl: `${world.fleet.urls[0]}/webhooks/meta`,
    // Later than a hasty retry would come, well before the hold is over.
    statusDelaysMs: { sent: 2_000, delivered: 100, read: 100 },
    // Well inside the time that an unknown outcome waits for its report.
    webhookRetry: { firstMs: 50, factor: 1 },
  })
  for (let i = 0; i < CONVERSATIONS; i++) {
    const from = { waId: `52330002${String(i).padStart(4, '0')}`, name: `Cliente ${i}` }
    world.fake.control.customerWrites({ phoneNumberId: PHONE, from, text: 'Hola' })
  }
  await world.fake.control.settled({ timeoutMs: 20_000 })
  const { items } = await browser.api.conversations.list.query({ limit: 100 })
  if (items.length !== CONVERSATIONS) throw new Error(`only ${items.length} conversations opened`)
  return items
}

function plantFaults({ fake }: LoadWorld): void {
  const match = { phoneNumberId: PHONE, endpoint: 'messages' as const }
  fake.control.addFault({ fault: { kind: 'refuse', code: 131000 }, match: { ...match, probability: 0.05 } })
  fake.control.addFault({ fault: { kind: 'drop-before-accept' }, match: { ...match, probability: 0.03 } })
  fake.control.addFault({ fault: { kind: 'accept-then-drop' }, match: { ...match, probability: 0.05 } })
}

/** Agents repeat a send under the same token until they hear that it was taken. */
async function sendAll(
  world: LoadWorld,
  browser: Browser,
  { conversations, sends, seed }: { conversations: ConversationListItem[]; sends: number; seed: number },
): Promise<MessageId[]> {
  const random = new Random(seed)
  const sent: MessageId[] = []
  let next = 0
  const agent = async () => {
    while (next < sends) {
      const text = `Mensaje ${next++}`
      const conversation = conversations[random.below(conversations.length)] as ConversationListItem
      const request = { conversationId: conversation.id, clientToken: randomUUID(), text }
      for (;;) {
        const answer = await browser
          .at(world.fleet.url())
          .api.messages.send.mutate(request)
          .catch(() => undefined)
        if (answer) {
          sent.push(answer.id)
          break
        }
        await pause(50)
      }
      // Spread over the kills instead of racing ahead of them.
      await pause(60)
    }
  }
  await Promise.all(Array.from({ length: AGENTS }, agent))
  return sent
}

/**
 * Waits until nothing is on its way. What only a person may decide, a person decides: they ask the
 * customer whether it came.
 */
async function settle(world: LoadWorld, browser: Browser): Promise<number> {
  const connection = await world.connect()
  const count = async (where: string): Promise<number> => {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT COUNT(*) AS n FROM outbox WHERE ${where}`)
    return Number(rows[0]?.['n'])
  }
  await until(async () => (await count("state <> 'held'")) === 0, SETTLE_DEADLINE_MS, 'the outbox is empty')
  await world.fake.control.settled({ timeoutMs: 20_000 })
  const [held] = await connection.query<RowDataPacket[]>("SELECT message_id FROM outbox WHERE state = 'held'")
  world.fake.control.clearFaults()
  for (const row of held) {
    const id = idFromBytes('message', row['message_id'])
    const came = (world.fake.control.sent({ opaque: id }).countByOpaque[id] ?? 0) > 0
    await browser.api.messages.settle.mutate({ id, decision: came ? 'mark_sent' : 'resend' })
  }
  await until(
    async () => (await count('true')) === 0,
    SETTLE_DEADLINE_MS,
    'what a person sent again has left',
  )
  await world.fake.control.settled({ timeoutMs: 20_000 })
  await connection.end()
  return held.length
}

async function check(world: LoadWorld, sent: MessageId[]): Promise<Figure[]> {
  const { countByOpaque } = world.fake.control.sent({ phoneNumberId: PHONE })
  const never = sent.filter((id) => !countByOpaque[id]).length
  const doubled = sent.filter((id) => (countByOpaque[id] ?? 0) > 1).length
  const connection = await world.connect()
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT status, COUNT(*) AS n FROM messages WHERE direction = 'outbound' GROUP BY status",
  )
  await connection.end()
  const statuses = Object.fromEntries(rows.map((row) => [row['status'], Number(row['n'])]))
  const delivered = statuses['delivered'] ?? 0
  return [
    { name: 'G2 never sent', value: `${never} (expected 0)`, isRight: never === 0 },
    { name: 'G2 sent twice', value: `${doubled} (expected 0)`, isRight: doubled === 0 },
    {
      name: 'G2 delivered, as the provider reported',
      value: `${delivered} of ${sent.length} ${JSON.stringify(statuses)}`,
      isRight: delivered === sent.length,
    },
  ]
}
