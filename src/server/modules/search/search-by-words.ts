import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'

/**
 * Postings read at most while looking for records that have every word: few at first, which is enough
 * for words that often meet, and many only where those gave no full page.
 */
const PROBES = [500, 3_000, 20_000]
/** A word with this many records is as good as any more frequent one: counting stops there. */
const RARE_ENOUGH = 1_000

/** A table of words: primary key (workspace, [entity], term, record), and an index by record. */
export type TermSource =
  | { table: 'contact_terms'; column: 'contact_id' }
  | { table: 'record_terms'; column: 'record_id'; entity: 'company' | 'deal' }

interface Search {
  db: WorkspaceDb
  source: TermSource
  limit: number
}

type Row = { id: Buffer }

/**
 * The ids of records that have all the words; the last word may be a prefix. Reads indexes only; the
 * cost is capped whatever the words.
 */
export async function searchByWords(
  db: WorkspaceDb,
  source: TermSource,
  { terms, limit }: { terms: string[]; limit: number },
): Promise<Buffer[]> {
  if (terms.length === 0) return []
  const conditions = terms.map((term, index) => (index === terms.length - 1 ? prefixOf(term) : exactly(term)))
  return distinct(await search({ db, source, limit }, conditions)).slice(0, limit)
}

async function search(init: Search, conditions: Condition[]): Promise<Row[]> {
  // One word's records are found as fast as they are read; a record may have several words of a prefix.
  const [only] = conditions
  if (only && conditions.length === 1) return postingsOf(init, only)
  const { condition: driver, count } = await rarest(init, conditions)
  const others = conditions.filter((condition) => condition !== driver)
  let found: Row[] = []
  for (const probes of PROBES) {
    found = await meetingOf(init, { driver, others, probes })
    if (count < probes || distinct(found).length >= init.limit) break
  }
  return found
}

function distinct(rows: Row[]): Buffer[] {
  return [...new Map(rows.map(({ id }) => [id.toString('hex'), id])).values()]
}

interface Condition {
  sql: string
  values: string[]
}

const exactly = (term: string): Condition => ({ sql: 'term = ?', values: [term] })

/** A range instead of LIKE: its end is exact, and no character of the word is a wildcard. */
const prefixOf = (term: string): Condition => ({
  sql: 'term >= ? AND term < ?',
  values: [term, `${term}\u{10ffff}`],
})

const qualify = (sql: string, alias: string) => sql.replaceAll('term ', `${alias}.term `)

/** What every part of the query starts with: the workspace, and the entity where the table holds several. */
function scopeOf({ db, source }: Search, alias = ''): { sql: string; values: unknown[] } {
  const workspace = { sql: `${alias}workspace_id = ?`, values: [idBytes(db.workspaceId)] }
  if (source.table === 'contact_terms') return workspace
  return { sql: `${workspace.sql} AND ${alias}entity = ?`, values: [...workspace.values, source.entity] }
}

function postingsOf(init: Search, { sql, values }: Condition): Promise<Row[]> {
  const { table, column } = init.source
  const scope = scopeOf(init)
  return init.db.rows<Row>(`SELECT ${column} AS id FROM ${table} WHERE ${scope.sql} AND ${sql} LIMIT ?`, [
    ...scope.values,
    ...values,
    init.limit * 4,
  ])
}

/** Records among the driving word's first postings that have all the other words, too. */
function meetingOf(
  init: Search,
  { driver, others, probes }: { driver: Condition; others: Condition[]; probes: number },
): Promise<Row[]> {
  const { table, column } = init.source
  const scope = scopeOf(init)
  const joins = others.map((condition, index) => {
    const alias = `t${index}`
    const own = scopeOf(init, `${alias}.`)
    return {
      sql: `JOIN ${table} ${alias} ON ${own.sql} AND ${alias}.${column} = d.id AND ${qualify(condition.sql, alias)}`,
      values: [...own.values, ...condition.values],
    }
  })
  return init.db.rows<Row>(
    `SELECT d.id FROM (SELECT ${column} AS id FROM ${table} WHERE ${scope.sql} AND ${driver.sql} LIMIT ?) d ${joins.map((join) => join.sql).join(' ')} LIMIT ?`,
    [...scope.values, ...driver.values, probes, ...joins.flatMap((join) => join.values), init.limit * 4],
  )
}

interface Counted {
  condition: Condition
  /** Up to RARE_ENOUGH. */
  count: number
}

/** Drive the search by the word that the fewest records have: with the others it is only checked. */
async function rarest(init: Search, conditions: Condition[]): Promise<Counted> {
  const scope = scopeOf(init)
  const counts = await Promise.all(
    conditions.map(async (condition): Promise<Counted> => {
      const [row] = await init.db.rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${init.source.table} WHERE ${scope.sql} AND ${condition.sql} LIMIT ?) x`,
        [...scope.values, ...condition.values, RARE_ENOUGH],
      )
      return { condition, count: row?.n ?? 0 }
    }),
  )
  return counts.reduce((best, next) => (next.count < best.count ? next : best))
}
