import type { TablePage } from '../../../shared/contracts/lists.ts'
import type { FilterEntity } from '../../../shared/filters/index.ts'
import type { Id } from '../../../shared/ids.ts'
import { idFromBytes } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { driversOf, whereOf } from './compile.ts'
import { scopeOf, type ReadFilter, type Reader } from './list-scope.ts'
import { all, marks, piece, type Piece } from './piece.ts'
import { after, cursorOf, orderOf, positionOf, upTo, walkOf, type Position, type Walk } from './plan.ts'

/** Up to this many matches of one condition are all read and sorted; beyond, the order's index is walked. */
const FILTER_FIRST = 10_000
/** Rows of the index that a walk looks at: few at first, which is enough where many match. */
const SCANS = [1_000, 8_000]
/** Best matches of a search that the filter then applies to. */
const SEARCHED = 500

export interface IdPage<E extends FilterEntity> {
  ids: Id<E>[]
  nextCursor: string | null
  total: { count: number; isExact: boolean } | null
}

interface Request<E extends FilterEntity> {
  entity: E
  input: TablePage
  reader: Reader
  /** Looks words and digits up. */
  search(query: string, limit: number): Promise<Id<E>[]>
}

interface PlanInit {
  db: WorkspaceDb
  walk: Walk
  /** All that a row must meet, without the workspace. */
  where: Piece
  from: Position | null
  limit: number
  isFirst: boolean
}

interface Found {
  rows: Position[]
  /** Where to read on. */
  next: Position | null
  total: IdPage<'contact'>['total']
}

/**
 * The ids of one page of a table. Either the records of the most selective condition are read and sorted,
 * or the index of the order is walked; both are bounded, whatever the filter and the number of records.
 */
export async function readPage<E extends FilterEntity>(
  db: WorkspaceDb,
  { entity, input, reader, search }: Request<E>,
): Promise<IdPage<E>> {
  const walk = walkOf(entity, input.sort)
  const from = input.cursor === undefined ? null : positionOf(entity, walk, input.cursor)
  const scope = await scopeOf(db, entity, { text: input.filter ?? '', reader })
  const where = all([LIVE[entity], whereOf(scope.filter, scope.context)])
  const init = { db, walk, where, from, limit: input.limit, isFirst: from === null }
  const query = input.q?.trim()
  const found = query ? await amongFound(init, await search(query, SEARCHED)) : await byBestPlan(init, scope)
  return {
    ids: found.rows.map(({ id }) => idFromBytes(entity, id)),
    nextCursor: found.next ? cursorOf(entity, found.next) : null,
    total: found.total,
  }
}

/** A merged contact lives on in another one. */
const LIVE: Record<FilterEntity, Piece> = {
  contact: piece('c.deleted_at IS NULL AND c.merged_into_id IS NULL'),
  company: piece('c.deleted_at IS NULL'),
}

async function byBestPlan(init: PlanInit, { filter, context }: ReadFilter): Promise<Found> {
  const drivers = driversOf(filter, context)
  const best = await mostSelective(init.db, drivers)
  if (best && best.count <= FILTER_FIRST) return filterFirst(init, best.driver)
  const found = await walkIndex(init)
  if (found.total || !init.isFirst) return found
  if (filter.items.length === 0) return { ...found, total: await countAll(init) }
  // One condition alone has as many matches as were counted.
  const isAlone = best !== null && filter.items.length === 1
  return { ...found, total: { count: isAlone ? FILTER_FIRST : found.rows.length, isExact: false } }
}

interface Counted {
  driver: Piece
  /** FILTER_FIRST + 1 where there are more. */
  count: number
}

async function mostSelective(db: WorkspaceDb, drivers: readonly Piece[]): Promise<Counted | null> {
  const counted = await Promise.all(
    drivers.map(async (driver): Promise<Counted> => {
      const [row] = await db.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM (${driver.sql} LIMIT ?) z`, [
        ...driver.values,
        FILTER_FIRST + 1,
      ])
      return { driver, count: row?.n ?? 0 }
    }),
  )
  return counted.reduce<Counted | null>(
    (best, next) => (best && best.count <= next.count ? best : next),
    null,
  )
}

/** The condition's records by their primary keys, the rest checked, then sorted. */
async function filterFirst(init: PlanInit, driver: Piece): Promise<Found> {
  const { db, walk, where, from, limit } = init
  const workspace = idBytes(db.workspaceId)
  const source =
    `(SELECT DISTINCT z.id FROM (${driver.sql} LIMIT ?) z) f ` +
    `JOIN ${walk.table} c FORCE INDEX (PRIMARY) ON c.workspace_id = ? AND c.id = f.id WHERE c.workspace_id = ?`
  const sourceValues = [...driver.values, FILTER_FIRST + 1, workspace, workspace]
  const place = from ? all([where, after(walk, from)]) : where
  // Counting rides along: all matches are read for their order anyway.
  const rows = await db.rows<Position & { n: number }>(
    `SELECT c.${walk.column} AS at, c.id, COUNT(*) OVER () AS n FROM ${source} AND ${place.sql} ${orderOf(walk)} LIMIT ?`,
    [...sourceValues, ...place.values, limit + 1],
  )
  const total = init.isFirst ? { count: rows[0]?.n ?? 0, isExact: true } : null
  return { ...cut(rows, limit), total }
}

/** A search gives its best matches; the filter and the order apply to these. */
async function amongFound(init: PlanInit, ids: readonly Id<FilterEntity>[]): Promise<Found> {
  const { db, walk, where, from, limit } = init
  if (ids.length === 0) return { rows: [], next: null, total: { count: 0, isExact: true } }
  const place = from ? all([where, after(walk, from)]) : where
  const source = `${walk.table} c WHERE c.workspace_id = ? AND c.id IN (${marks(ids)})`
  const sourceValues = [idBytes(db.workspaceId), ...ids.map(idBytes)]
  const rows = await db.rows<Position>(
    `SELECT c.${walk.column} AS at, c.id FROM ${source} AND ${place.sql} ${orderOf(walk)} LIMIT ?`,
    [...sourceValues, ...place.values, SEARCHED],
  )
  const total = init.isFirst ? { count: rows.length, isExact: ids.length < SEARCHED } : null
  return { ...cut(rows, limit), total }
}

/** The next rows of the order's index, each checked; a walk that finds too little says where it stopped. */
async function walkIndex(init: PlanInit): Promise<Found> {
  let rows: Position[] = []
  let end: Position | null = null
  for (const scan of SCANS) {
    end = await rowAt(init, scan)
    rows = await rowsUpTo(init, end)
    if (rows.length > init.limit || end === null) break
  }
  const page = cut(rows, init.limit)
  const next = page.next ?? end
  const total = init.isFirst && next === null ? { count: rows.length, isExact: true } : null
  return { rows: page.rows, next, total }
}

/** The row so many places ahead, found in the index alone: how far this call may look. */
async function rowAt({ db, walk, from }: PlanInit, places: number): Promise<Position | null> {
  const range = from ? after(walk, from) : piece('1 = 1')
  const [row] = await db.rows<Position>(
    `SELECT c.${walk.column} AS at, c.id FROM ${walk.table} c FORCE INDEX (${walk.index}) ` +
      `WHERE c.workspace_id = ? AND ${range.sql} ${orderOf(walk)} LIMIT ?, 1`,
    [idBytes(db.workspaceId), ...range.values, places - 1],
  )
  return row ?? null
}

function rowsUpTo({ db, walk, where, from, limit }: PlanInit, end: Position | null): Promise<Position[]> {
  const range = all([...(from ? [after(walk, from)] : []), ...(end ? [upTo(walk, end)] : []), where])
  return db.rows<Position>(
    `SELECT c.${walk.column} AS at, c.id FROM ${walk.table} c FORCE INDEX (${walk.index}) ` +
      `WHERE c.workspace_id = ? AND ${range.sql} ${orderOf(walk)} LIMIT ?`,
    [idBytes(db.workspaceId), ...range.values, limit + 1],
  )
}

/**
 * All records, as far as one call counts. First by the index alone: only where that finds few are the rows
 * themselves looked at, to leave out what is deleted.
 */
async function countAll({ db, walk, where }: PlanInit): Promise<Found['total']> {
  const count = async (condition: Piece): Promise<number> => {
    const [row] = await db.rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${walk.table} c FORCE INDEX (${walk.table}_created) ` +
        `WHERE c.workspace_id = ? AND ${condition.sql} LIMIT ?) x`,
      [idBytes(db.workspaceId), ...condition.values, FILTER_FIRST + 1],
    )
    return row?.n ?? 0
  }
  if ((await count(piece('1 = 1'))) > FILTER_FIRST) return { count: FILTER_FIRST, isExact: false }
  return { count: await count(where), isExact: true }
}

function cut(rows: Position[], limit: number): Pick<Found, 'rows' | 'next'> {
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page.at(-1) ?? null) : null }
}
