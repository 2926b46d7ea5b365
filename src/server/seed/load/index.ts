import { count } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { ContactId, UserId } from '../../../shared/ids.ts'
import { createDeal } from '../../modules/deals/index.ts'
import { listPipelines } from '../../modules/pipelines/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { deals } from '../../schema/index.ts'
import { PIECES, WOODS } from '../crm/names.ts'
import { DENTAL, type DemoWorkspace } from '../people.ts'
import { workspaceIdOf } from '../perform/history.repo.ts'
import type { SeedServices } from '../perform/stage.ts'
import { ensureWorkspace } from '../perform/workspace.ts'
import { Dice } from '../plan/dice.ts'
import { loadChats } from './chats.ts'
import { loadPeople } from './people.ts'

/** As much as a big customer has after some years. */
export const FULL_LOAD = { contacts: 100_000, conversations: 120_000, messages: 2_000_000, deals: 5_000 }
export type LoadSize = typeof FULL_LOAD

const DEALS_AT_ONCE = 8

/** Ana answers here, too; the owner is the furniture shop's. */
export const LOAD: DemoWorkspace = {
  ...DENTAL,
  slug: 'mayoreo-del-bajio',
  name: 'Mayoreo del Bajío',
  country: 'MX',
  utcOffsetHours: -6,
  owner: 'mariana',
  members: [
    { who: 'ana', role: 'agent' },
    { who: 'tomas', role: 'agent' },
    { who: 'bruno', role: 'agent' },
    { who: 'ivan', role: 'viewer' },
  ],
  channels: [],
}

/**
 * Fills a workspace of its own with so much that lists, search and boards show what they can bear.
 * Deals come last: where all are there, everything is.
 * @returns whether there was anything to do.
 * @throws Error where an earlier run broke off: rows by the million are not looked for one by one.
 */
export async function seedLoad(seed: SeedServices, size: LoadSize, password: string): Promise<boolean> {
  const { services } = seed
  const isKnown = await workspaceIdOf(services.systemDb, LOAD.slug)
  const people = await ensureWorkspace(seed, LOAD, password)
  const workspaceId = await workspaceIdOf(services.systemDb, LOAD.slug)
  if (!workspaceId) throw new Error(`the workspace ${LOAD.slug} vanished`)
  const db = services.workspaceDb(workspaceId)
  if (isKnown) {
    if ((await dealCount(db)) >= size.deals) return false
    throw new Error(`an earlier run left ${LOAD.slug} half filled: begin with an empty database`)
  }
  const now = services.now()
  const agents = [...people.values()].slice(0, -1)
  const contacts = await loadPeople(db, { count: size.contacts, owners: agents, now })
  await loadChats(db, { ...size, contacts, agents, now })
  await loadDeals(db, { count: size.deals, contacts, owners: agents })
  return true
}

async function dealCount(db: WorkspaceDb): Promise<number> {
  const [row] = await db.orm.select({ n: count() }).from(deals).where(own(db, deals))
  return row?.n ?? 0
}

interface DealLoad {
  count: number
  contacts: readonly ContactId[]
  owners: readonly UserId[]
}

/** Through the use case: the board's totals and places follow from it. */
async function loadDeals(db: WorkspaceDb, { count: wanted, contacts, owners }: DealLoad): Promise<void> {
  const dice = new Dice()
  const { items } = await listPipelines(db, { withArchived: false })
  const stages = items[0]?.stages.map(({ id }) => id) ?? []
  const make = () => {
    const piece = dice.pick(PIECES)
    const ownerId = dice.pick(owners)
    const actor: Actor = { kind: 'user', userId: ownerId }
    const input = {
      title: piece.title.replace('{wood}', dice.pick(WOODS)),
      amount: dice.between(piece.from / 100, piece.to / 100) * 10_000,
      currency: 'MXN',
      stageId: dice.pick(stages),
      contactId: dice.pick(contacts),
      ownerId,
    }
    return createDeal(db, input, actor)
  }
  for (let made = 0; made < wanted; made += DEALS_AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(DEALS_AT_ONCE, wanted - made) }, make))
}
