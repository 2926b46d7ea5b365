import { idFromBytes, type ContactId } from '../../../shared/ids.ts'
import { digitsOf } from '../../../shared/phone.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { termsOf } from './domain/terms.ts'

/**
 * Postings read at most while looking for contacts that have every word: few at first, which is enough
 * for words that often meet, and many only where those gave no full page.
 */
const PROBES = [500, 3_000, 20_000]
/** A word with this many contacts is as good as any more frequent one: counting stops there. */
const RARE_ENOUGH = 1_000

type ContactRow = { contact_id: Buffer }

/**
 * Contacts found by words of the name (the last may be a prefix), by the beginning of a phone or by
 * its last four or more digits. Reads indexes only; the cost is capped whatever the words.
 */
export async function searchContacts(db: WorkspaceDb, query: string, limit: number): Promise<ContactId[]> {
  const digits = digitsOf(query)
  const looksLikePhone = digits.length >= 4 && /^[+\d\s().-]+$/.test(query.trim())
  const rows = looksLikePhone ? await byPhone(db, digits, limit) : await byWords(db, termsOf(query), limit)
  const ids = new Set(rows.map((row) => idFromBytes('contact', row.contact_id)))
  return [...ids].slice(0, limit)
}

async function byPhone(db: WorkspaceDb, digits: string, limit: number): Promise<ContactRow[]> {
  const workspace = idBytes(db.workspaceId)
  const [beginning, ending] = await Promise.all([
    db.rows<ContactRow>(
      `SELECT contact_id FROM identities WHERE workspace_id = ? AND kind = 'phone' AND scope = '' AND match_key LIKE ? LIMIT ?`,
      [workspace, `${withoutMobilePrefix(digits)}%`, limit],
    ),
    db.rows<ContactRow>(
      `SELECT contact_id FROM identities WHERE workspace_id = ? AND kind = 'phone' AND reverse_key LIKE ? LIMIT ?`,
      [workspace, `${[...digits].reverse().join('')}%`, limit],
    ),
  ])
  return [...beginning, ...ending]
}

/** Keys are kept without Mexico's old mobile 1 and Argentina's 9; what people type may have them. */
function withoutMobilePrefix(digits: string): string {
  return digits.replace(/^521(?=\d{3})/, '52').replace(/^549(?=\d{3})/, '54')
}

interface Condition {
  sql: string
  values: string[]
}

async function byWords(db: WorkspaceDb, terms: string[], limit: number): Promise<ContactRow[]> {
  if (terms.length === 0) return []
  const conditions = terms.map((term, index) => (index === terms.length - 1 ? prefixOf(term) : exactly(term)))
  // One word's contacts are found as fast as they are read; a contact may have several words of a prefix.
  const [only] = conditions
  if (only && conditions.length === 1) return postingsOf(db, only, limit * 4)
  const { condition: driver, count } = await rarest(db, conditions)
  const others = conditions.filter((condition) => condition !== driver)
  let found: ContactRow[] = []
  for (const probes of PROBES) {
    found = await meetingOf(db, { driver, others, probes, limit })
    if (count < probes || distinct(found) >= limit) break
  }
  return found
}

const distinct = (rows: ContactRow[]) => new Set(rows.map((row) => row.contact_id.toString('hex'))).size

function postingsOf(db: WorkspaceDb, { sql, values }: Condition, limit: number): Promise<ContactRow[]> {
  return db.rows<ContactRow>(
    `SELECT contact_id FROM contact_terms WHERE workspace_id = ? AND ${sql} LIMIT ?`,
    [idBytes(db.workspaceId), ...values, limit],
  )
}

/** Contacts among the driving word's first postings that have all the other words, too. */
function meetingOf(
  db: WorkspaceDb,
  search: { driver: Condition; others: Condition[]; probes: number; limit: number },
): Promise<ContactRow[]> {
  const { driver, others, probes, limit } = search
  const workspace = idBytes(db.workspaceId)
  const joins = others.map(
    (condition, index) =>
      `JOIN contact_terms t${index} ON t${index}.workspace_id = ? AND t${index}.contact_id = d.contact_id AND ${qualify(condition.sql, `t${index}`)}`,
  )
  return db.rows<ContactRow>(
    `SELECT d.contact_id FROM (SELECT contact_id FROM contact_terms WHERE workspace_id = ? AND ${driver.sql} LIMIT ?) d ${joins.join(' ')} LIMIT ?`,
    [
      workspace,
      ...driver.values,
      probes,
      ...others.flatMap((condition) => [workspace, ...condition.values]),
      limit * 4,
    ],
  )
}

const exactly = (term: string): Condition => ({ sql: 'term = ?', values: [term] })

/** A range instead of LIKE: its end is exact, and no character of the word is a wildcard. */
const prefixOf = (term: string): Condition => ({
  sql: 'term >= ? AND term < ?',
  values: [term, `${term}\u{10ffff}`],
})

const qualify = (sql: string, alias: string) => sql.replaceAll('term ', `${alias}.term `)

interface Counted {
  condition: Condition
  /** Up to RARE_ENOUGH. */
  count: number
}

/** Drive the search by the word that the fewest contacts have: with the others it is only checked. */
async function rarest(db: WorkspaceDb, conditions: Condition[]): Promise<Counted> {
  const counts = await Promise.all(
    conditions.map(async (condition): Promise<Counted> => {
      const [row] = await db.rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM (SELECT 1 FROM contact_terms WHERE workspace_id = ? AND ${condition.sql} LIMIT ?) x`,
        [idBytes(db.workspaceId), ...condition.values, RARE_ENOUGH],
      )
      return { condition, count: row?.n ?? 0 }
    }),
  )
  return counts.reduce((best, next) => (next.count < best.count ? next : best))
}
