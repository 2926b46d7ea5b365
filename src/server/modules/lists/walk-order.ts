import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { Order, Stretch } from './orders/index.ts'
import { all, piece, type Piece } from './piece.ts'
import { after, upTo, type Entry, type Place } from './place.ts'

/** Rows of the index that a walk looks at: few at first, which is enough where many match. */
const SCANS = [1_000, 4_000]
/** Stretches that one call looks into: where each holds few, a page is short and the next call goes on. */
const STRETCHES = 12

export interface Walk {
  db: WorkspaceDb
  order: Order
  /** All that a record must meet, without the workspace. */
  where: Piece
  from: Place | null
  limit: number
}

export interface Walked {
  rows: Entry[]
  /** Where to go on. */
  next: Place | null
}

/** The next records along the order's indexes, each checked; a walk that finds too little says where it stopped. */
export async function walkOrder(walk: Walk): Promise<Walked> {
  const { order, limit } = walk
  const first = walk.from?.stretch ?? 0
  const rows: Entry[] = []
  const past = Math.min(order.stretches.length, first + STRETCHES)
  for (let stretch = first; stretch < past; stretch++) {
    if (rows.length === limit) return { rows, next: { stretch, entry: null } }
    const from = stretch === first ? (walk.from?.entry ?? null) : null
    const found = await walkStretch({ ...walk, limit: limit - rows.length }, stretch, from)
    rows.push(...found.rows)
    if (found.next) return { rows, next: { stretch, entry: found.next } }
  }
  return { rows, next: past < order.stretches.length ? { stretch: past, entry: null } : null }
}

async function walkStretch(
  walk: Walk,
  stretch: number,
  from: Entry | null,
): Promise<{ rows: Entry[]; next: Entry | null }> {
  let rows: Entry[] = []
  let end: Entry | null = null
  for (const scan of SCANS) {
    end = await entryAt(walk, stretch, { from, places: scan })
    rows = await entriesUpTo(walk, stretch, { from, end, places: scan })
    if (rows.length > walk.limit || end === null) break
  }
  const page = rows.slice(0, walk.limit)
  return { rows: page, next: rows.length > walk.limit ? (page.at(-1) ?? null) : end }
}

/** The row so many places ahead, found in the index alone: how far this call may look. */
async function entryAt(
  { db, order }: Walk,
  at: number,
  { from, places }: { from: Entry | null; places: number },
): Promise<Entry | null> {
  const stretch = order.stretches[at] as Stretch
  const { isDescending } = order
  const where = from ? after(stretch, from, isDescending) : piece('1 = 1')
  const limit = { sql: '?, 1', values: [places - 1] }
  const { sql, values } = indexRows(stretch, { where, isDescending, limit, most: places })
  const [row] = await db.rows<Entry>(sql, [...values])
  return row ?? null
}

interface Stride {
  from: Entry | null
  end: Entry | null
  /** Rows of the index between the two, at most. */
  places: number
}

function entriesUpTo(walk: Walk, at: number, { from, end, places }: Stride): Promise<Entry[]> {
  const { db, order, limit } = walk
  const stretch = order.stretches[at] as Stretch
  const { isDescending } = order
  const range = all([
    ...(from ? [after(stretch, from, isDescending)] : []),
    ...(end ? [upTo(stretch, end, isDescending)] : []),
  ])
  const checks = all([stretch.only, walk.where])
  const most = { sql: '?', values: [limit + 1] }
  if (stretch.record === 'c.id') {
    const where = all([range, checks])
    const { sql, values } = indexRows(stretch, { where, isDescending, limit: most, most: limit + 1 })
    return db.rows<Entry>(sql, [...values])
  }
  const rows = indexRows(stretch, {
    where: range,
    isDescending,
    limit: { sql: '?', values: [places] },
    most: places,
  })
  const workspace = idBytes(db.workspaceId)
  return db.rows<Entry>(
    `SELECT w.at, w.id, w.record FROM (${rows.sql}) w ` +
      `JOIN ${order.table} c FORCE INDEX (PRIMARY) ON c.workspace_id = ? AND c.id = w.record ` +
      `WHERE c.workspace_id = ? AND ${checks.sql} ${inOrder('w', stretch, isDescending)} LIMIT ?`,
    [...rows.values, workspace, workspace, ...checks.values, limit + 1],
  )
}

interface Reading {
  where: Piece
  isDescending: boolean
  limit: Piece
  /** Rows that the limit needs of each leg. */
  most: number
}

/** One walk as it is; several, each limited, merged. */
function indexRows(stretch: Stretch, { where, isDescending, limit, most }: Reading): Piece {
  const { key, id, record } = stretch
  const way = isDescending ? ' DESC' : ''
  const columns = `${key?.column ?? 'NULL'} AS at, ${id} AS id, ${record} AS record`
  const order = `ORDER BY ${key ? `${key.column}${way}, ` : ''}${id}${way}`
  const walks = stretch.legs.map((leg) =>
    piece(
      `SELECT ${columns} FROM ${leg.from} WHERE ${leg.where.sql} AND ${where.sql} ${order} LIMIT `,
      ...leg.where.values,
      ...where.values,
    ),
  )
  const [only] = walks
  if (only && walks.length === 1) return piece(`${only.sql}${limit.sql}`, ...only.values, ...limit.values)
  return piece(
    `SELECT u.at, u.id, u.record FROM (${walks.map(({ sql }) => `(${sql}?)`).join(' UNION ALL ')}) u ` +
      `${inOrder('u', stretch, isDescending)} LIMIT ${limit.sql}`,
    ...walks.flatMap(({ values }) => [...values, most]),
    ...limit.values,
  )
}

function inOrder(rows: string, { key }: Stretch, isDescending: boolean): string {
  const way = isDescending ? ' DESC' : ''
  return `ORDER BY ${key ? `${rows}.at${way}, ` : ''}${rows}.id${way}`
}
