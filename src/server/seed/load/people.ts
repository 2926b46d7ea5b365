import { newId, type ContactId, type UserId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { termsOf } from '../../modules/search/index.ts'
import { FIRST_NAMES, LAST_NAMES } from '../crm/names.ts'
import { Dice } from '../plan/dice.ts'
import { load } from './bulk.ts'

const LIFECYCLES = ['lead', 'lead', 'lead', 'qualified', 'customer', 'customer', 'lost'] as const
const CONTACT_COLUMNS = [
  'workspace_id',
  'id',
  'name',
  'owner_id',
  'lifecycle',
  'created_at',
  'updated_at',
] as const
const IDENTITY_COLUMNS = [
  'workspace_id',
  'id',
  'contact_id',
  'kind',
  'scope',
  'value',
  'match_key',
  'reverse_key',
  'is_primary',
] as const
const YEAR_MS = 365 * 86_400_000

/** The phone of the n-th person: digits spread so that their endings differ. */
export const phoneOf = (index: number) => `52${3_300_000_000 + ((index * 7_919_771) % 90_000_000)}`

/** People with the words and phones that they are found by. @returns their ids, the longest known first. */
export async function loadPeople(
  db: WorkspaceDb,
  { count, owners, now }: { count: number; owners: readonly UserId[]; now: Date },
): Promise<ContactId[]> {
  const ids: ContactId[] = Array.from({ length: count }, () => newId('contact'))
  const dice = new Dice()
  const names = ids.map(() => `${dice.pick(FIRST_NAMES)} ${dice.pick(LAST_NAMES)} ${dice.pick(LAST_NAMES)}`)
  const workspace = idBytes(db.workspaceId)
  const bytesOf = (index: number) => idBytes(ids[index] as ContactId)
  await load(db, {
    table: 'contacts',
    columns: CONTACT_COLUMNS,
    count,
    rowsOf: (index) => {
      const at = new Date(now.getTime() - YEAR_MS + Math.floor((YEAR_MS * index) / count))
      const owner = idBytes(dice.pick(owners))
      return [[workspace, bytesOf(index), names[index], owner, dice.pick(LIFECYCLES), at, at]]
    },
  })
  await load(db, {
    table: 'contact_terms',
    columns: ['workspace_id', 'term', 'contact_id'],
    count,
    rowsOf: (index) =>
      [...new Set(termsOf(names[index] ?? ''))].map((term) => [workspace, term, bytesOf(index)]),
  })
  await load(db, {
    table: 'identities',
    columns: IDENTITY_COLUMNS,
    count,
    rowsOf: (index) => {
      const phone = phoneOf(index)
      const reversed = [...phone].toReversed().join('')
      const id = idBytes(newId('identity'))
      return [[workspace, id, bytesOf(index), 'phone', '', phone, phone, reversed, 1]]
    },
  })
  return ids
}
