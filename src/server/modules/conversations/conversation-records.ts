import type { RowDataPacket } from 'mysql2'
import {
  CONVERSATION_STATUSES,
  type ConversationState,
  type ConversationStatus,
} from '../../../shared/contracts/conversations.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { idFromBytes, type ChannelId, type ContactId, type ConversationId } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime, isoTimeOrNull } from '../../platform/db/iso-time.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'

/** A conversation as programs read it. Times are ISO strings. */
export interface ConversationRecord extends Omit<
  ConversationState,
  'lastDirection' | 'lastMessageType' | 'preview'
> {
  replyWindowExpiresAt: string | null
  createdAt: string
}

export interface RecordFilter {
  status?: ConversationStatus | undefined
  contactId?: ContactId | undefined
  channelId?: ChannelId | undefined
  cursor?: string | undefined
  limit: number
}

const COLUMNS =
  'id, number, thread_id, contact_id, channel_id, status, assignee_id, waiting_since, unread_count, ' +
  'last_message_at, version, created_at'
const OF_BOTH = COLUMNS.split(', ')
  .map((column) => `c.${column}`)
  .join(', ')

export async function conversationRecord(db: WorkspaceDb, id: ConversationId): Promise<ConversationRecord> {
  const workspace = idBytes(db.workspaceId)
  const [row] = await db.rows<RowDataPacket>(
    `SELECT ${OF_BOTH}, t.window_expires_at FROM conversations c JOIN threads t ON t.workspace_id = ? AND t.id = c.thread_id ` +
      'WHERE c.workspace_id = ? AND c.id = ?',
    [workspace, workspace, idBytes(id)],
  )
  if (!row) throw notFound('conversation')
  return toRecord(row)
}

/**
 * Conversations by their newest message, newest first, of every status unless one is named. The
 * indexes lead with the status, so each status gives its page and the newest of all are taken.
 */
export async function listConversationRecords(
  db: WorkspaceDb,
  filter: RecordFilter,
): Promise<Page<ConversationRecord>> {
  const statuses = filter.status ? [filter.status] : CONVERSATION_STATUSES
  const parts = statuses.map((status) => pageOfStatus(db, filter, status))
  const rows = await db.rows<RowDataPacket>(
    `SELECT ${OF_BOTH}, t.window_expires_at FROM (${unionOf(parts)}) c ` +
      'JOIN threads t ON t.workspace_id = ? AND t.id = c.thread_id ' +
      'ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?',
    [...parts.flatMap((part) => part.values), idBytes(db.workspaceId), filter.limit + 1],
  )
  return pageOf(rows.map(toRecord), filter.limit, (record) => [Date.parse(record.lastMessageAt), record.id])
}

/** Not every engine takes a lone query in two pairs of parentheses. */
const unionOf = (parts: { sql: string }[]): string =>
  parts.length === 1 ? (parts[0]?.sql ?? '') : parts.map((part) => `(${part.sql})`).join(' UNION ALL ')

function pageOfStatus(
  db: WorkspaceDb,
  filter: RecordFilter,
  status: ConversationStatus,
): { sql: string; values: unknown[] } {
  const conditions = ['workspace_id = ?', 'status = ?']
  const values: unknown[] = [idBytes(db.workspaceId), status]
  const add = (sql: string, ...more: unknown[]) => {
    conditions.push(sql)
    values.push(...more)
  }
  if (filter.contactId) add('contact_id = ?', idBytes(filter.contactId))
  if (filter.channelId) add('channel_id = ?', idBytes(filter.channelId))
  if (filter.cursor !== undefined) {
    const { at, id } = decodePosition('conversation', filter.cursor)
    // The plain comparison is the range of the index; the other only breaks ties.
    add('last_message_at <= ? AND (last_message_at < ? OR id < ?)', at, at, idBytes(id))
  }
  const index = filter.contactId ? 'contact' : filter.channelId ? 'channel' : 'all'
  return {
    // Named: by its statistics an engine may read a deep page from the top.
    sql: `SELECT ${COLUMNS} FROM conversations FORCE INDEX (conversations_${index}) WHERE ${conditions.join(' AND ')} ORDER BY last_message_at DESC, id DESC LIMIT ?`,
    values: [...values, filter.limit + 1],
  }
}

function toRecord(row: RowDataPacket): ConversationRecord {
  return {
    id: idFromBytes('conversation', row['id']),
    number: Number(row['number']),
    version: row['version'],
    threadId: idFromBytes('thread', row['thread_id']),
    contactId: idFromBytes('contact', row['contact_id']),
    channelId: idFromBytes('channel', row['channel_id']),
    status: row['status'],
    assigneeId: row['assignee_id'] ? idFromBytes('user', row['assignee_id']) : null,
    unreadCount: row['unread_count'],
    lastMessageAt: isoTime(row['last_message_at']),
    waitingSince: isoTimeOrNull(row['waiting_since']),
    replyWindowExpiresAt: isoTimeOrNull(row['window_expires_at']),
    createdAt: isoTime(row['created_at']),
  }
}
