import type { RowDataPacket } from 'mysql2/promise'
import { createMember, createWorkspace } from '../../src/server/modules/accounts/index.ts'
import * as lit from '../../src/server/platform/db/literals.ts'
import {
  idFromBytes,
  newId,
  type ConversationId,
  type UserId,
  type WorkspaceId,
} from '../../src/shared/ids.ts'
import { openBrowser, type Browser } from '../../test/harness/client.ts'
import { withComposed } from '../../test/load/given.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { print } from '../report.ts'
import type { Bench } from '../world.ts'
import { loadContacts } from './contacts.ts'
import { loadConversations, loadThread } from './conversations.ts'
import { loadFacts } from './facts.ts'

const AGENTS = 20
const THREAD_MESSAGES = 20_000
const SLUG = 'bench-lists'
const PASSWORD = 'una clave larga y tranquila'
const emailOf = (agent: number) => `agent-${agent}@lists.bench.example`

export interface ListStock {
  workspaceId: WorkspaceId
  conversations: number
  /** The agents to whom conversations are assigned; the first is signed in. */
  agents: UserId[]
  browser: Browser
  /** Whose thread is long. */
  longConversation: ConversationId
}

/** One workspace with as many conversations and contacts as a big customer has after years. */
export async function stockLists({ world, isQuick }: Bench): Promise<ListStock> {
  const conversations = isQuick ? 50_000 : 1_000_000
  const { workspaceId, agents } = (await findStock(world)) ?? (await makeStock(world, conversations))
  const browser = openBrowser(world.fleet.url(), { cookie: '' }, workspaceId)
  await browser.api.auth.signIn.mutate({ email: emailOf(0), password: PASSWORD })
  return { workspaceId, conversations, agents, browser, longConversation: await longest(world, workspaceId) }
}

interface People {
  workspaceId: WorkspaceId
  agents: UserId[]
}

/** What an earlier run with --keep has left. */
async function findStock(world: LoadWorld): Promise<People | undefined> {
  const connection = await world.connect()
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT m.workspace_id, m.user_id FROM workspaces w JOIN memberships m ON m.workspace_id = w.id JOIN users u ON u.id = m.user_id WHERE w.slug = '${SLUG}' ORDER BY u.id`,
  )
  await connection.end()
  const [first] = rows
  if (!first) return undefined
  return {
    workspaceId: idFromBytes('workspace', first['workspace_id']),
    agents: rows.map((row) => idFromBytes('user', row['user_id'])),
  }
}

async function makeStock(world: LoadWorld, conversations: number): Promise<People> {
  const started = performance.now()
  print(`preparing ${conversations.toLocaleString('en')} conversations and as many contacts …`)
  const people = await makePeople(world)
  const parts = {
    ...people,
    count: conversations,
    from: Date.now() - 365 * 86_400_000,
    channelId: newId('channel'),
  }
  const contacts = Array.from({ length: conversations }, () => lit.id(newId('contact')))
  // Four connections: the engine has work for both cores, and each table is loaded in order.
  await Promise.all([
    loadContacts(world, { ...parts, contacts }),
    loadFacts(world, { ...parts, contacts }),
    loadConversations(world, { ...parts, contacts }),
    loadThread(world, {
      ...parts,
      contact: contacts[0] as lit.Sql,
      messages: Math.min(THREAD_MESSAGES, conversations),
      number: conversations,
    }),
  ])
  const connection = await world.connect()
  await connection.query(
    'ANALYZE TABLE contacts, identities, contact_terms, conversations, messages, labelings, field_values, contact_companies',
  )
  await connection.end()
  print(`prepared in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  return people
}

function makePeople(world: LoadWorld): Promise<People> {
  return withComposed(world, async ({ services }) => {
    const person = (agent: number) => ({ email: emailOf(agent), name: `Agente ${agent}`, password: PASSWORD })
    const { workspaceId, ownerId } = await createWorkspace(services, {
      name: 'Bench',
      slug: SLUG,
      country: 'MX',
      owner: person(0),
    })
    const agents = [ownerId]
    for (let agent = 1; agent < AGENTS; agent++) {
      const input = { workspaceSlug: SLUG, role: 'agent' as const, person: person(agent) }
      agents.push((await createMember(services, input)).userId)
    }
    return { workspaceId, agents }
  })
}

/** The conversation that was loaded last has the highest number. */
async function longest(world: LoadWorld, workspaceId: WorkspaceId): Promise<ConversationId> {
  const connection = await world.connect()
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id FROM conversations WHERE workspace_id = ${lit.id(workspaceId)} ORDER BY number DESC LIMIT 1`,
  )
  await connection.end()
  return idFromBytes('conversation', rows[0]?.['id'])
}
