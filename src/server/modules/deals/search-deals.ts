import { inArray } from 'drizzle-orm'
import type { DealId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { dealContacts } from '../../schema/index.ts'
import { searchContacts } from '../contacts/index.ts'
import { searchRecords } from '../search/index.ts'
import { findNumbered } from './deals.repo.ts'
import type { Condition } from './cards.ts'

/** Deals that a search shows at most; whoever wants another writes one word more. */
const MOST = 200
const MOST_CONTACTS = 50

/** Deals by their number, by words of their title, or by a contact. */
async function searchDeals(db: WorkspaceDb, query: string): Promise<DealId[]> {
  const number = /^#?(\d{1,12})$/.exec(query)?.[1]
  const [byTitle, people, numbered] = await Promise.all([
    searchRecords(db, 'deal', { query, limit: MOST }),
    searchContacts(db, query, MOST_CONTACTS),
    number ? findNumbered(db, Number(number)) : undefined,
  ])
  const byContact =
    people.length === 0
      ? []
      : await db.orm
          .select({ dealId: dealContacts.dealId })
          .from(dealContacts)
          .where(own(db, dealContacts, inArray(dealContacts.contactId, people)))
          .limit(MOST)
  const all = [...(numbered ? [numbered.id] : []), ...byTitle, ...byContact.map((row) => row.dealId)]
  return [...new Set(all)].slice(0, MOST)
}

/** What a search leaves of the deals; null where nothing can match. */
export async function searchCondition(
  db: WorkspaceDb,
  query: string | undefined,
): Promise<Condition[] | null> {
  const words = query?.trim()
  if (!words) return []
  const ids = await searchDeals(db, words)
  if (ids.length === 0) return null
  return [{ sql: `id IN (${ids.map(() => '?').join(', ')})`, values: ids.map(idBytes) }]
}
