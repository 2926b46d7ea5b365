import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { Order } from './orders/index.ts'
import { piece, type Piece } from './piece.ts'
import { after, type Entry, type Place } from './place.ts'

interface Found {
  db: WorkspaceDb
  order: Order
  /** FROM and WHERE of few enough records, as `c`. */
  source: Piece
  from: Place | null
  limit: number
}

/** Sorts records that were found by a condition or a search, in the order that its indexes have. */
export async function sortFound({ db, order, source, from, limit }: Found): Promise<{
  rows: Entry[]
  next: Place | null
  /** All that were found; told without a place to go on from. */
  count: number
}> {
  // Side by side: the count needs no order, and the page, cut short, no more than its best rows.
  const [rows, count] = await Promise.all([
    rowsOf({ db, order, source, from, limit }),
    from ? 0 : countOf(db, source),
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? { stretch: last.stretch, entry: last } : null
  return { rows: page, next, count }
}

function rowsOf({ db, order, source, from, limit }: Found): Promise<(Entry & { stretch: number })[]> {
  const place = from ? placeAfter(order, from) : piece('1 = 1')
  const way = order.isDescending ? ' DESC' : ''
  return db.rows(
    `SELECT x.stretch, x.at, x.id, x.id AS record FROM (` +
      `SELECT ${order.rank.sql} AS stretch, ${order.at.sql} AS at, c.id AS id FROM ${source.sql}) x ` +
      `WHERE ${place.sql} ORDER BY x.stretch, x.at${way}, x.id${way} LIMIT ?`,
    [...order.rank.values, ...order.at.values, ...source.values, ...place.values, limit + 1],
  )
}

async function countOf(db: WorkspaceDb, source: Piece): Promise<number> {
  const [row] = await db.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${source.sql}`, [...source.values])
  return row?.n ?? 0
}

function placeAfter({ stretches, isDescending }: Order, { stretch, entry }: Place): Piece {
  if (!entry) return piece('x.stretch >= ?', stretch)
  const key = stretches[stretch]?.key
  const rest = after({ key: key ? { ...key, column: 'x.at' } : null, id: 'x.id' }, entry, isDescending)
  return piece(`(x.stretch > ? OR (x.stretch = ? AND ${rest.sql}))`, stretch, stretch, ...rest.values)
}
