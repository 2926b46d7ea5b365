import { termsOf } from '../../src/server/modules/search/domain/terms.ts'
import { reverseKeyOf } from '../../src/server/modules/contacts/identity-search.ts'
import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type WorkspaceId } from '../../src/shared/ids.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { load } from './insert.ts'
import { nameMaker } from './names.ts'

const NAME_SEED = 20_261_122

/** The phone of the n-th contact: ten digits after 52, spread so that their endings differ. */
export const phoneOf = (index: number) =>
  `52${String(3_300_000_000 + ((index * 7_919_771) % 90_000_000)).padStart(10, '0')}`

/** Contacts with their words and phones, as `createContact` and `addIdentities` write them. */
export async function loadContacts(
  world: LoadWorld,
  stock: { workspaceId: WorkspaceId; contacts: lit.Sql[]; from: number },
): Promise<void> {
  const workspace = lit.id(stock.workspaceId)
  const { contacts } = stock
  const contactOf = (index: number) => contacts[index] as lit.Sql
  const [names, again] = [nameMaker(NAME_SEED), nameMaker(NAME_SEED)]
  const connection = await world.connect()
  await load(connection, {
    table: 'contacts',
    columns: 'workspace_id,id,name,created_at',
    count: contacts.length,
    rowsOf: (index) => [
      [workspace, contactOf(index), lit.text(names(index)), lit.time(new Date(stock.from + index))],
    ],
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
