import type { Connection } from 'mysql2/promise'
import { createWorkspace } from '../../src/server/modules/accounts/index.ts'
import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type WorkspaceId } from '../../src/shared/ids.ts'
import { openBrowser, type Browser } from '../../test/harness/client.ts'
import { connectNumber, withComposed, type GivenChannel } from '../../test/load/given.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { RawPost } from '../load/raw-post.ts'
import { phoneOf, WebhookMaker, type SentMessage } from '../load/webhooks.ts'
import { print } from '../report.ts'
import type { Bench } from '../world.ts'

const WORKSPACES = 20
const SENT_EACH = 12
const SENDERS = 64

export interface InboundStock {
  channels: GivenChannel[]
  customersEach: number
  /** One for each scenario: it repeats nothing of another's, whose rows may be gone. */
  newMaker(): WebhookMaker
  /** Signed in as the owner of all the workspaces. */
  browser: Browser
}

const PASSWORD = 'una clave larga y tranquila'

/** Workspaces with a number each, threads that are known already, and sent messages to report about. */
export async function stockInbound({ world, isQuick }: Bench): Promise<InboundStock> {
  const customersEach = isQuick ? 50 : 250
  const seed = Date.now() % 1_000_000_000
  const email = `owner-${seed}@bench.example`
  print(`preparing ${WORKSPACES} workspaces with ${customersEach} known threads each …`)
  const channels = await connectNumbers(world, { email, seed })
  const source = { appSecret: world.fake.appSecret, channels, customersEach }
  const first = new WebhookMaker({ ...source, sent: [], seed })
  await introduceCustomers(world.fleet.url(), first, customersEach)
  const connection = await world.connect()
  const sent = await Promise.all(channels.map((channel, at) => stockSent(connection, channel, { at, seed })))
  await connection.end()
  const browser = openBrowser(world.fleet.url())
  await browser.api.auth.signIn.mutate({ email, password: PASSWORD })
  let makers = 0
  const newMaker = () => new WebhookMaker({ ...source, sent, seed: seed + ++makers })
  return { channels, customersEach, browser, newMaker }
}

/** One owner for all the workspaces; the seed keeps this run's numbers apart from an earlier one's. */
function connectNumbers(
  world: LoadWorld,
  { email, seed }: { email: string; seed: number },
): Promise<GivenChannel[]> {
  const owner = { email, name: 'Ana', password: PASSWORD }
  return withComposed(world, async (composed) => {
    const made: GivenChannel[] = []
    for (let w = 0; w < WORKSPACES; w++) {
      const workspace = { name: `Taller ${w}`, country: 'MX', owner }
      const { workspaceId } = await createWorkspace(composed.services, workspace)
      const digits = `${seed}${String(w).padStart(2, '0')}`
      made.push(await connectNumber(world, composed, { workspaceId, digits }))
    }
    return made
  })
}

/** A first message of everybody, so that the run meets threads that it knows. */
async function introduceCustomers(url: string, maker: WebhookMaker, customersEach: number): Promise<void> {
  const http = new RawPost(url)
  let next = 0
  const sender = async () => {
    for (let n = next++; n < WORKSPACES * customersEach; n = next++) {
      const { body, signature } = maker.message(n % WORKSPACES, Math.floor(n / WORKSPACES), 'Hola')
      if (!(await postWebhook(http, { body, signature }))) throw new Error('a first message was refused')
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  http.close()
}

export function postWebhook(http: RawPost, webhook: { body: string; signature: string }): Promise<boolean> {
  return http.send('/webhooks/meta', webhook.body, {
    'content-type': 'application/json',
    'x-hub-signature-256': webhook.signature,
  })
}

/** Messages of ours in the channel's threads, as an agent would have sent them. */
async function stockSent(
  connection: Connection,
  { workspaceId, channelId }: GivenChannel,
  { at, seed }: { at: number; seed: number },
): Promise<SentMessage[]> {
  const threads = await threadsOf(connection, workspaceId)
  const sent: SentMessage[] = []
  const rows = threads.flatMap((thread, customer) =>
    Array.from({ length: SENT_EACH }, (_, n) => {
      const externalKey = `wamid.SENT${seed.toString(36)}.${at}.${customer}.${n}`
      sent.push({ externalKey, phone: phoneOf(at, customer) })
      return [
        lit.id(workspaceId),
        lit.id(newId('message')),
        lit.id(channelId),
        lit.bytes(thread.id),
        lit.bytes(thread.conversationId),
        lit.text('outbound'),
        lit.text('agent'),
        lit.text(externalKey),
        lit.text('text'),
        lit.text('Sí, la tenemos. ¿A qué ciudad sería el envío?'),
        lit.text('sent'),
        lit.time(new Date()),
      ]
    }),
  )
  const columns =
    'workspace_id,id,channel_id,thread_id,conversation_id,direction,origin,external_key,type,text,status,sent_at'
  await connection.query(lit.insertRows('messages', columns, rows))
  return sent
}

async function threadsOf(
  connection: Connection,
  workspaceId: WorkspaceId,
): Promise<{ id: Buffer; conversationId: Buffer }[]> {
  const [rows] = await connection.query(
    `SELECT id, last_conversation_id AS conversationId FROM threads WHERE workspace_id = ${lit.id(workspaceId)} ORDER BY id`,
  )
  return rows as { id: Buffer; conversationId: Buffer }[]
}
