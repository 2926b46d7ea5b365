import { termsOf } from '../../src/server/modules/search/domain/terms.ts'
import { reverseKeyOf } from '../../src/server/modules/contacts/identity-search.ts'
import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type UserId, type WorkspaceId } from '../../src/shared/ids.ts'
import { Random } from '../../test/load/random.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { load } from './insert.ts'
import { nameMaker } from './names.ts'

const NAME_SEED = 20_261_122

/** The phone of the n-th contact: ten digits after 52, spread so that their endings differ. */
export const phoneOf = (index: number) =>
  `52${String(3_300_000_000 + ((index * 7_919_771) % 90_000_000)).padStart(10, '0')}`

/** Shares of all contacts: most are leads, few are customers. */
const LIFECYCLE_SHARES = [
  ['lead', 0.6],
  ['qualified', 0.85],
  ['customer', 0.97],
  ['lost', 1],
] as const
const OWNED = 0.8
const YEAR_MS = 365 * 86_400_000

/** Contacts with their words and phones, as `createContact` and `addIdentities` write them. */
export async function loadContacts(
  world: LoadWorld,
  stock: { workspaceId: WorkspaceId; contacts: lit.Sql[]; from: number; agents: readonly UserId[] },
): Promise<void> {
  const workspace = lit.id(stock.workspaceId)
  const { contacts } = stock
  const contactOf = (index: number) => contacts[index] as lit.Sql
  const [names, again] = [nameMaker(NAME_SEED), nameMaker(NAME_SEED)]
  const connection = await world.connect()
  const random = new Random(NAME_SEED)
  await load(connection, {
    table: 'contacts',
    columns: 'workspace_id,id,name,owner_id,lifecycle,created_at,updated_at',
    count: contacts.length,
    rowsOf: (index) => {
      const created = stock.from + Math.floor((YEAR_MS * index) / contacts.length)
      const updated = created + random.below(stock.from + YEAR_MS - created)
      const share = random.next()
      return [
        [
          workspace,
          contactOf(index),
          lit.text(names(index)),
          random.next() < OWNED
            ? lit.id(stock.agents[random.below(stock.agents.length)] as UserId)
            : lit.NULL,
          lit.text(LIFECYCLE_SHARES.find(([, below]) => share < below)?.[0]),
          lit.time(new Date(created)),
          lit.time(new Date(updated)),
        ],
      ]
    },
  })
  await load(connection, {
    table: 'contact_terms',
    columns: 'workspace_id,term,contact_id',
    count: contacts.length,
    rowsOf: (index) => termsOf(again(index)).map((term) => [workspace, lit.text(term), contactOf(index)]),
  })
  await load(connection, {
    table: 'identities',
    columns: 'workspace_id,id,contact_id,kind,scope,value,match_key,reverse_key',
    count: contacts.length,
    rowsOf: (index) => {
      const phone = lit.text(phoneOf(index))
      return [
        [
          workspace,
          lit.id(newId('identity')),
          contactOf(index),
          lit.text('phone'),
          lit.text(''),
          phone,
          phone,
          lit.text(reverseKeyOf('phone', phoneOf(index))),
        ],
      ]
    },
  })
  await connection.end()
}
