import type { DealCard, ListDeals } from '../../../shared/contracts/deals.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import {
  isId,
  type CompanyId,
  type ContactId,
  type ConversationId,
  type DealId,
} from '../../../shared/ids.ts'
import { decodeCursor, encodeCursor, foreignCursor } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { Reader } from '../lists/index.ts'
import { findPipeline, findStage, stagesOf } from '../pipelines/index.ts'
import { requireRecords } from '../records/index.ts'
import { cardRows, toCard, type CardRow, type CardSelect, type Condition } from './cards.ts'
import { anyStale, readFilter } from './filters.ts'
import { threadOfConversation } from './references.ts'

/** How a list is walked: a key of the index, and whether some deals lack it. */
interface Walk {
  index: string
  column: string
  isDescending: boolean
  /** Deals without it come last, in a part of their own. */
  isNullable: boolean
  valueOf(row: CardRow): string | number | null
}

const text = (column: string) => (row: CardRow) => row[column] as string | null

const WALKS: Record<ListDeals['sort'], Walk> = {
  created: {
    index: 'deals_created',
    column: 'created_at',
    isDescending: true,
    isNullable: false,
    valueOf: text('created_at'),
  },
  updated: {
    index: 'deals_updated',
    column: 'updated_at',
    isDescending: true,
    isNullable: false,
    valueOf: text('updated_at'),
  },
  amount: {
    index: 'deals_amount',
    column: 'amount',
    isDescending: true,
    isNullable: true,
    valueOf: (row) => (row['amount'] === null ? null : Number(row['amount'])),
  },
  close: {
    index: 'deals_close',
    column: 'expected_close_on',
    isDescending: false,
    isNullable: true,
    valueOf: text('expected_close_on'),
  },
}

/** Deals of one status, page by page: newest, last changed, dearest, or first to close. */
export async function listDeals(db: WorkspaceDb, input: ListDeals, reader: Reader): Promise<Page<DealCard>> {
  const { limit } = input
  const conditions = await conditionsOf(db, input, reader)
  if (conditions === null) return { items: [], nextCursor: null }
  const known = WALKS[input.sort]
  const walk = input.isReversed ? { ...known, isDescending: !known.isDescending } : known
  const rows = await walkRows(db, walk, { conditions, cursor: input.cursor, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(toCard),
    nextCursor: rows.length > limit && last ? cursorAt(walk, last) : null,
  }
}

/** What the filters say; null where nothing can match. */
async function conditionsOf(db: WorkspaceDb, input: ListDeals, reader: Reader): Promise<Condition[] | null> {
  const { pipelineId, stageId, closesFrom, closesTo } = input
  const [read, stage] = await Promise.all([
    readFilter(db, input, reader),
    stageId ? findStage(db, stageId) : undefined,
    pipelineId ? findPipeline(db, pipelineId) : undefined,
  ])
  if (!read.matches) return null
  const stages = stage ? [stage] : read.isStale ? await stagesOf(db, pipelineId) : []
  return [
    { sql: 'status = ?', values: [input.status] },
    ...(pipelineId ? [{ sql: 'pipeline_id = ?', values: [idBytes(pipelineId)] }] : []),
    ...(stageId ? [{ sql: 'stage_id = ?', values: [idBytes(stageId)] }] : []),
    ...(closesFrom ? [{ sql: 'expected_close_on >= ?', values: [closesFrom] }] : []),
    ...(closesTo ? [{ sql: 'expected_close_on <= ?', values: [closesTo] }] : []),
    ...(read.isStale ? [anyStale(stages, Date.now())] : []),
    ...read.conditions,
  ]
}

interface Wanted {
  conditions: Condition[]
  cursor: string | undefined
  limit: number
}

async function walkRows(
  db: WorkspaceDb,
  walk: Walk,
  { conditions, cursor, limit }: Wanted,
): Promise<CardRow[]> {
  const at = cursor === undefined ? undefined : positionOf(walk, cursor)
  const rows = at?.value === null ? [] : await part(db, walk, { conditions, at, limit, isNullPart: false })
  if (!walk.isNullable || rows.length === limit) return rows
  const rest = {
    conditions,
    at: at?.value === null ? at : undefined,
    limit: limit - rows.length,
    isNullPart: true,
  }
  return [...rows, ...(await part(db, walk, rest))]
}

interface Position {
  value: string | number | null
  id: DealId
}

interface Part {
  conditions: Condition[]
  at: Position | undefined
  limit: number
  isNullPart: boolean
}

function part(db: WorkspaceDb, walk: Walk, { conditions, at, limit, isNullPart }: Part): Promise<CardRow[]> {
  const { column, isDescending } = walk
  const way = isDescending ? ' DESC' : ''
  const bounds: Condition[] = walk.isNullable
    ? [{ sql: `${column} IS ${isNullPart ? '' : 'NOT '}NULL`, values: [] }]
    : []
  if (at) bounds.push(isNullPart ? afterId(at, isDescending) : afterValue(walk, at))
  const select: CardSelect = {
    index: walk.index,
    conditions: [...conditions, ...bounds],
    order: isNullPart ? `id${way}` : `${column}${way}, id${way}`,
    limit,
  }
  return cardRows(db, [select], isNullPart ? `x.id${way}` : `x.${column}${way}, x.id${way}`)
}

const afterId = ({ id }: Position, isDescending: boolean): Condition => ({
  sql: `id ${isDescending ? '<' : '>'} ?`,
  values: [idBytes(id)],
})

/** The plain comparison is the range of the index; the other only breaks ties. */
function afterValue({ column, isDescending }: Walk, { value, id }: Position): Condition {
  const sign = isDescending ? '<' : '>'
  return {
    sql: `${column} ${sign}= ? AND (${column} ${sign} ? OR id ${sign} ?)`,
    values: [value, value, idBytes(id)],
  }
}

/** Nothing stands for no value: a cursor holds texts and numbers only. */
const cursorAt = (walk: Walk, row: CardRow): string => encodeCursor([walk.valueOf(row) ?? '', toCard(row).id])

const SHAPES: Record<string, RegExp> = {
  created_at: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/,
  updated_at: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/,
  expected_close_on: /^\d{4}-\d\d-\d\d$/,
}

function positionOf(walk: Walk, cursor: string): Position {
  const [value, id] = decodeCursor(cursor)
  if (!isId('deal', id)) throw foreignCursor()
  if (value === '' && walk.isNullable) return { value: null, id }
  const shape = SHAPES[walk.column]
  const fits = shape
    ? typeof value === 'string' && shape.test(value) && isDate(value)
    : Number.isSafeInteger(value)
  if (!fits || value === undefined) throw foreignCursor()
  return { value, id }
}

const isDate = (value: string) => !Number.isNaN(Date.parse(value.replace(' ', 'T')))

/** Deals that one record has at most on its page; the newest are shown. */
const OF_RECORD = 100

const byIds = (ids: string): string => `id IN (${ids})`

/** The deals in which a contact has a part: the open ones first, then by age. */
export async function dealsOfContact(db: WorkspaceDb, contactId: ContactId): Promise<DealCard[]> {
  await requireRecords(db, [{ entity: 'contact', recordId: contactId }])
  return ofRecord(db, {
    sql: byIds('SELECT deal_id FROM deal_contacts WHERE workspace_id = ? AND contact_id = ?'),
    values: [idBytes(db.workspaceId), idBytes(contactId)],
  })
}

export async function dealsOfCompany(db: WorkspaceDb, companyId: CompanyId): Promise<DealCard[]> {
  await requireRecords(db, [{ entity: 'company', recordId: companyId }])
  const ofCompany = { sql: 'company_id = ?', values: [idBytes(companyId)] }
  return ofRecord(db, ofCompany, 'deals_company')
}

/** Those that the chat is linked to, and those of its contact. */
export async function dealsOfConversation(db: WorkspaceDb, id: ConversationId): Promise<DealCard[]> {
  const { threadId, contactId } = await threadOfConversation(db, id)
  const workspace = idBytes(db.workspaceId)
  const linked = {
    sql: byIds('SELECT deal_id FROM deal_threads WHERE workspace_id = ? AND thread_id = ?'),
    values: [workspace, idBytes(threadId)],
  }
  const ofContact = {
    sql: byIds('SELECT deal_id FROM deal_contacts WHERE workspace_id = ? AND contact_id = ?'),
    values: [workspace, idBytes(contactId)],
  }
  const [byThread, byContact] = await Promise.all([ofRecord(db, linked), ofRecord(db, ofContact)])
  const all = new Map([...byThread, ...byContact].map((card) => [card.id, card]))
  return openFirst([...all.values()])
}

async function ofRecord(db: WorkspaceDb, condition: Condition, index = 'PRIMARY'): Promise<DealCard[]> {
  const select = { index, conditions: [condition], order: 'id DESC', limit: OF_RECORD }
  return openFirst((await cardRows(db, [select], 'x.id DESC')).map(toCard))
}

const openFirst = (cards: DealCard[]) =>
  cards.sort((a, b) => Number(b.status === 'open') - Number(a.status === 'open') || b.number - a.number)
