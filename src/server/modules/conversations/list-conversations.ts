import type { RowDataPacket } from 'mysql2'
import type {
  ConversationListItem,
  ListConversations,
  ViewCounts,
  ViewWho,
} from '../../../shared/contracts/conversations.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { idFromBytes, type ChannelId, type UserId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { decodePosition, encodeCursor } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime, isoTimeOrNull } from '../../platform/db/iso-time.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { searchContacts } from '../contacts/index.ts'

/** Contacts whose conversations a search shows at most. */
const SEARCHED_CONTACTS = 100
const DRAFT_PREVIEW = 120

const COLUMNS =
  'c.id, c.number, c.thread_id, c.contact_id, c.channel_id, c.status, c.assignee_id, c.waiting_since, c.unread_count, ' +
  'c.last_message_at, c.last_direction, c.last_message_type, c.preview, c.version, p.name AS contact_name'

interface Filter {
  sql: string[]
  values: unknown[]
}

/**
 * One page of a view: one query along the index of that view, whatever the number of conversations.
 * A search looks the contacts up first and shows their conversations of every state.
 */
export async function listConversations(
  db: WorkspaceDb,
  input: ListConversations,
  userId: UserId | null,
): Promise<Page<ConversationListItem>> {
  const query = input.query?.trim()
  const byWaiting = !query && input.state === 'waiting'
  const filter = query ? await searchFilter(db, query) : viewFilter(input, userId)
  if (!filter) return { items: [], nextCursor: null }
  if (input.channelId) add(filter, 'c.channel_id = ?', idBytes(input.channelId))
  if (input.cursor !== undefined) addPosition(filter, input.cursor, byWaiting)
  const index = query ? 'conversations_contact' : viewIndex(input.who, byWaiting, input.channelId)
  const order = byWaiting ? 'c.waiting_since, c.id' : 'c.last_message_at DESC, c.id DESC'
  const rows = await select(db, { filter, index, order, userId, limit: input.limit + 1 })
  const page = rows.slice(0, input.limit).map(toItem)
  const last = page.at(-1)
  return {
    items: page,
    nextCursor: rows.length > input.limit && last ? positionAfter(last, byWaiting) : null,
  }
}

/**
 * The index that holds a view in its order. Named in the query, because the engines choose by their
 * statistics: now and then they would read a deep page from its top, or the unassigned out of all.
 */
function viewIndex(who: ViewWho, byWaiting: boolean, channelId?: ChannelId): string {
  if (who !== 'all') return byWaiting ? 'conversations_assignee_waiting' : 'conversations_assignee'
  if (byWaiting) return 'conversations_waiting'
  return channelId ? 'conversations_channel' : 'conversations_all'
}

interface Selection {
  filter: Filter
  index: string
  order: string
  userId: UserId | null
  limit: number
}

function select(
  db: WorkspaceDb,
  { filter, index, order, userId, limit }: Selection,
): Promise<RowDataPacket[]> {
  const workspace = idBytes(db.workspaceId)
  const draft = userId
    ? {
        column: `, LEFT(d.text, ${DRAFT_PREVIEW}) AS draft`,
        join: `LEFT JOIN drafts d ON d.workspace_id = ? AND d.user_id = ? AND d.thread_id = c.thread_id AND d.mode = 'reply'`,
        values: [workspace, idBytes(userId)],
      }
    : { column: '', join: '', values: [] }
  return db.rows<RowDataPacket>(
    `SELECT ${COLUMNS}${draft.column} FROM conversations c FORCE INDEX (${index}) ` +
      `JOIN contacts p ON p.workspace_id = ? AND p.id = c.contact_id ${draft.join} ` +
      `WHERE c.workspace_id = ? AND ${filter.sql.join(' AND ')} ORDER BY ${order} LIMIT ?`,
    [workspace, ...draft.values, workspace, ...filter.values, limit],
  )
}

function viewFilter(input: ListConversations, userId: UserId | null): Filter | undefined {
  const filter: Filter = { sql: [], values: [] }
  if (input.who === 'mine') {
    if (!userId) return undefined
    add(filter, 'c.assignee_id = ?', idBytes(userId))
  } else if (input.who === 'unassigned') filter.sql.push('c.assignee_id IS NULL')
  add(filter, 'c.status = ?', input.state === 'waiting' ? 'open' : input.state)
  if (input.state === 'waiting') filter.sql.push('c.waiting_since IS NOT NULL')
  return filter
}

async function searchFilter(db: WorkspaceDb, query: string): Promise<Filter | undefined> {
  const ids = await searchContacts(db, query, SEARCHED_CONTACTS)
  if (ids.length === 0) return undefined
  return { sql: [`c.contact_id IN (${ids.map(() => '?').join(', ')})`], values: ids.map(idBytes) }
}

function add(filter: Filter, sql: string, value: unknown): void {
  filter.sql.push(sql)
  filter.values.push(value)
}

function positionAfter(last: ConversationListItem, byWaiting: boolean): string {
  const at = byWaiting ? (last.waitingSince ?? last.lastMessageAt) : last.lastMessageAt
  return encodeCursor([Date.parse(at), last.id])
}

function addPosition(filter: Filter, cursor: string, byWaiting: boolean): void {
  const { at, id } = decodePosition('conversation', cursor)
  // The plain comparison comes first: it is the range of the index; the second only breaks ties.
  if (byWaiting) filter.sql.push('c.waiting_since >= ? AND (c.waiting_since > ? OR c.id > ?)')
  else filter.sql.push('c.last_message_at <= ? AND (c.last_message_at < ? OR c.id < ?)')
  filter.values.push(at, at, idBytes(id))
}

function toItem(row: RowDataPacket): ConversationListItem {
  return {
    id: idFromBytes('conversation', row['id']),
    number: Number(row['number']),
    threadId: idFromBytes('thread', row['thread_id']),
    contactId: idFromBytes('contact', row['contact_id']),
    channelId: idFromBytes('channel', row['channel_id']),
    status: row['status'],
    assigneeId: row['assignee_id'] ? idFromBytes('user', row['assignee_id']) : null,
    waitingSince: isoTimeOrNull(row['waiting_since']),
    unreadCount: row['unread_count'],
    lastMessageAt: isoTime(row['last_message_at']),
    lastDirection: row['last_direction'],
    lastMessageType: row['last_message_type'],
    preview: row['preview'],
    version: row['version'],
    contactName: row['contact_name'],
    draft: row['draft'] || null,
  }
}

/** How many each view holds, counted to a thousand at most: six short index scans. */
export async function countViews(db: WorkspaceDb, userId: UserId): Promise<ViewCounts> {
  const workspace = idBytes(db.workspaceId)
  const who: Record<ViewWho, { sql: string; values: unknown[] }> = {
    mine: { sql: ' AND assignee_id = ?', values: [idBytes(userId)] },
    unassigned: { sql: ' AND assignee_id IS NULL', values: [] },
    all: { sql: '', values: [] },
  }
  const count = async (view: ViewWho, byWaiting: boolean): Promise<number> => {
    const isWaiting = byWaiting ? ' AND waiting_since IS NOT NULL' : ''
    const [row] = await db.rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (SELECT 1 FROM conversations FORCE INDEX (${viewIndex(view, byWaiting)}) ` +
        `WHERE workspace_id = ? AND status = 'open'${who[view].sql}${isWaiting} LIMIT ?) x`,
      [workspace, ...who[view].values, LIMITS.countCap + 1],
    )
    return row?.n ?? 0
  }
  const both = async (view: ViewWho) => {
    const [waiting, open] = await Promise.all([count(view, true), count(view, false)])
    return { waiting, open }
  }
  const [mine, unassigned, all] = await Promise.all([both('mine'), both('unassigned'), both('all')])
  return { mine, unassigned, all }
}
