import { listConversations } from '../../src/server/modules/conversations/index.ts'
import { messagePage } from '../../src/server/modules/messages/index.ts'
import { encodeCursor } from '../../src/server/platform/cursor.ts'
import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { ListConversations } from '../../src/shared/contracts/conversations.ts'
import { ThreadPage } from '../../src/shared/contracts/messages.ts'
import { newId } from '../../src/shared/ids.ts'
import { withComposed } from '../../test/load/given.ts'
import { record, type Statements } from '../bare/statements.ts'
import { queryPath } from '../load/trpc.ts'
import type { ListStock } from '../stock/lists.ts'
import { numberOf, type Bench } from '../world.ts'

export interface ListCase {
  /** For the bare server's URL. */
  key: string
  name: string
  /** One or more pages of the kind, asked in turn. */
  paths: string[]
  /** What the product sends for each of the paths. */
  statements: Statements[]
}

const VARIANTS = 32

interface Wanted {
  key: string
  name: string
  procedure: 'conversations.list' | 'messages.page'
  inputs: object[]
}

export function listCases(bench: Bench, stock: ListStock): Promise<ListCase[]> {
  return withComposed(bench.world, async ({ services }) => {
    const db = services.workspaceDb(stock.workspaceId)
    const cases: ListCase[] = []
    for (const { inputs, procedure, ...names } of await wantedCases(bench, stock)) {
      const statements: Statements[] = []
      for (const input of inputs)
        statements.push(await record(db, (seen) => call(seen, { procedure, input, stock })))
      cases.push({ ...names, paths: inputs.map((input) => queryPath(procedure, input)), statements })
    }
    return cases
  })
}

function call(
  db: WorkspaceDb,
  { procedure, input, stock }: { procedure: Wanted['procedure']; input: object; stock: ListStock },
): Promise<unknown> {
  if (procedure === 'messages.page') return messagePage(db, ThreadPage.parse(input))
  return listConversations(db, ListConversations.parse(input), stock.agents[0] ?? null)
}

async function wantedCases({ world }: Bench, stock: ListStock): Promise<Wanted[]> {
  const list = (key: string, name: string, inputs: object[]): Wanted => ({
    key,
    name: `conversations, ${name}`,
    procedure: 'conversations.list',
    inputs,
  })
  const thread = { conversationId: stock.longConversation }
  const messages = await numberOf(
    world,
    'SELECT COUNT(*) FROM messages WHERE workspace_id = (SELECT id FROM workspaces WHERE slug = ?)',
    ['bench-lists'],
  )
  const newest = Date.now()
  return [
    list('all-open', 'all × open', [{ who: 'all', state: 'open' }]),
    list('mine-waiting', 'mine × waiting', [{ who: 'mine', state: 'waiting' }]),
    list('unassigned-open', 'unassigned × open', [{ who: 'unassigned', state: 'open' }]),
    list(
      'all-open-deep',
      'all × open, deep',
      spread(VARIANTS, 365 * 86_400_000).map((ago) => ({
        who: 'all',
        state: 'open',
        cursor: encodeCursor([newest - ago, newId('conversation')]),
      })),
    ),
    { key: 'thread', name: 'messages, newest', procedure: 'messages.page', inputs: [thread] },
    {
      key: 'thread-deep',
      name: 'messages, deep',
      procedure: 'messages.page',
      inputs: spread(VARIANTS, messages * 60_000).map((ago) => ({
        ...thread,
        cursor: encodeCursor([newest - ago, newId('message')]),
      })),
    },
  ]
}

/** So many points between a third and nine tenths of the way. */
function spread(points: number, length: number): number[] {
  return Array.from({ length: points }, (_, n) => Math.round(length * (0.33 + (0.57 * n) / points)))
}
