import type { TablePage } from '../../../shared/contracts/lists.ts'
import type { TableEntity } from '../../../shared/filters/index.ts'
import type { Id } from '../../../shared/ids.ts'
import { idFromBytes } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { driversOf, whereOf, type Driving } from './compile.ts'
import type { Driver } from './compiled.ts'
import { scopeOf, type ReadFilter, type Reader } from './list-scope.ts'
import { orderOf } from './orders/index.ts'
import { all, marks, piece } from './piece.ts'
import { cursorOf, placeOf, type Entry, type Place } from './place.ts'
import { sortFound } from './sort-found.ts'
import { walkOrder, type Walk } from './walk-order.ts'

/** Up to this many matches of one condition are all read and sorted; beyond, the order's index is walked. */
const FILTER_FIRST = 10_000
/** Best matches of a search that the filter then applies to. */
const SEARCHED = 500

export interface IdPage<E extends TableEntity> {
  ids: Id<E>[]
  nextCursor: string | null
  total: { count: number; isExact: boolean } | null
}

interface Request<E extends TableEntity> {
  entity: E
  input: TablePage
  reader: Reader
  /** Looks words and digits up. */
  search(query: string, limit: number): Promise<Id<E>[]>
}

interface Found {
  rows: Entry[]
  /** Where to read on. */
  next: Place | null
  total: IdPage<'contact'>['total']
}

/**
 * The ids of one page of a table. Either the records of the most selective condition are read and sorted,
 * or the index of the order is walked; both are bounded, whatever the filter and the number of records.
 */
export async function readPage<E extends TableEntity>(
  db: WorkspaceDb,
  { entity, input, reader, search }: Request<E>,
): Promise<IdPage<E>> {
  const { sort, cursor, limit } = input
  const order = await orderOf(db, { entity, sort })
  const from = cursor === undefined ? null : placeOf(entity, order, cursor)
  const scope = await scopeOf(db, entity, { text: input.filter ?? '', reader })
  const where = all([LIVE, whereOf(scope.filter, scope.context)])
  const init = { db, order, where, from, limit }
  const query = input.q?.trim()
  const found = query ? await amongFound(init, await search(query, SEARCHED)) : await byBestPlan(init, scope)
  return {
    ids: found.rows.map(({ record }) => idFromBytes(entity, record)),
    nextCursor: found.next ? cursorOf(entity, order, found.next) : null,
    total: found.total,
  }
}

/** Those of the records that meet a filter, in no order. */
export async function idsThatMeet<E extends TableEntity>(
  db: WorkspaceDb,
  { entity, ids, filter, reader }: { entity: E; ids: readonly Id<E>[]; filter: string; reader: Reader },
): Promise<Id<E>[]> {
  const scope = await scopeOf(db, entity, { text: filter, reader })
  const where = all([LIVE, whereOf(scope.filter, scope.context)])
  const table = entity === 'contact' ? 'contacts' : 'companies'
  const rows = await db.rows<{ id: Buffer }>(
    `SELECT c.id FROM ${table} c WHERE c.workspace_id = ? AND c.id IN (${marks(ids)}) AND ${where.sql}`,
    [idBytes(db.workspaceId), ...ids.map(idBytes), ...where.values],
  )
  return rows.map(({ id }) => idFromBytes(entity, id))
}

/** Neither deleted nor, for a contact, merged into another one. */
const LIVE = piece('c.is_live = 1')

async function byBestPlan(init: Walk, { filter, context }: ReadFilter): Promise<Found> {
  const drivers = driversOf(filter, context)
  const best = await mostSelective(init.db, drivers)
  if (best && best.count <= FILTER_FIRST) {
    const { driver, condition } = best
    const rest = driver.settles ? whereOf(filter, context, condition) : whereOf(filter, context)
    return filterFirst({ ...init, where: all([LIVE, rest]) }, driver)
  }
  const found = await walkOrder(init)
  if (init.from) return { ...found, total: null }
  if (found.next === null) return { ...found, total: { count: found.rows.length, isExact: true } }
  if (filter.items.length === 0) return { ...found, total: await countAll(init) }
  // One condition alone has as many matches as were counted.
  const isAlone = best !== null && filter.items.length === 1
  return { ...found, total: { count: isAlone ? FILTER_FIRST : found.rows.length, isExact: false } }
}

interface Counted extends Driving {
  /** FILTER_FIRST + 1 where there are more. */
  count: number
}

async function mostSelective(db: WorkspaceDb, drivers: readonly Driving[]): Promise<Counted | null> {
  const counted = await Promise.all(
    drivers.map(async ({ driver, condition }): Promise<Counted> => {
      const [row] = await db.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM (${driver.sql} LIMIT ?) z`, [
        ...driver.values,
        FILTER_FIRST + 1,
      ])
      return { driver, condition, count: row?.n ?? 0 }
    }),
  )
  return counted.reduce<Counted | null>(
    (best, next) => (best && best.count <= next.count ? best : next),
    null,
  )
}

/** The condition's records by their primary keys, the rest checked, then sorted. */
async function filterFirst(init: Walk, driver: Driver): Promise<Found> {
  const { db, order, where } = init
  const workspace = idBytes(db.workspaceId)
  const source = piece(
    `(SELECT ${driver.repeats ? 'DISTINCT ' : ''}z.id FROM (${driver.sql} LIMIT ?) z) f ` +
      `JOIN ${order.table} c FORCE INDEX (PRIMARY) ON c.workspace_id = ? AND c.id = f.id WHERE c.workspace_id = ? AND ${where.sql}`,
    ...driver.values,
    FILTER_FIRST + 1,
    workspace,
    workspace,
    ...where.values,
  )
  const { count, ...page } = await sortFound({ ...init, source })
  return { ...page, total: init.from ? null : { count, isExact: true } }
}

/** A search gives its best matches; the filter and the order apply to these. */
async function amongFound(init: Walk, ids: readonly Id<TableEntity>[]): Promise<Found> {
  const { db, order, where } = init
  if (ids.length === 0) return { rows: [], next: null, total: { count: 0, isExact: true } }
  const source = piece(
    `${order.table} c WHERE c.workspace_id = ? AND c.id IN (${marks(ids)}) AND ${where.sql}`,
    idBytes(db.workspaceId),
    ...ids.map(idBytes),
    ...where.values,
  )
  const { count, ...page } = await sortFound({ ...init, source })
  return { ...page, total: init.from ? null : { count, isExact: ids.length < SEARCHED } }
}

/** All records, as far as one call counts, by the index alone. */
async function countAll({ db, order: { table } }: Walk): Promise<Found['total']> {
  const [row] = await db.rows<{ n: number }>(
    `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${table} c FORCE INDEX (${table}_created) ` +
      `WHERE c.workspace_id = ? AND ${LIVE.sql} LIMIT ?) x`,
    [idBytes(db.workspaceId), FILTER_FIRST + 1],
  )
  const count = row?.n ?? 0
  return count > FILTER_FIRST ? { count: FILTER_FIRST, isExact: false } : { count, isExact: true }
}
