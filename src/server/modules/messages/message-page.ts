import type { RowDataPacket } from 'mysql2'
import type { MessageDto, ThreadPage } from '../../../shared/contracts/messages.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { decodePosition, encodeCursor } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { findConversation } from '../conversations/index.ts'
import { complete, MESSAGE_COLUMNS } from './message-dto.ts'

/**
 * A page of the conversation's whole thread, newest first: one walk along the thread's index, then
 * the page's files, reactions and quotes, each in one look-up by key.
 */
export async function messagePage(db: WorkspaceDb, input: ThreadPage): Promise<Page<MessageDto>> {
  const workspace = idBytes(db.workspaceId)
  const position = input.cursor === undefined ? undefined : decodePosition('message', input.cursor)
  const older = position ? 'AND m.sent_at <= ? AND (m.sent_at < ? OR m.id < ?)' : ''
  const rows = await db.rows<RowDataPacket>(
    // The index is named and the thread a subquery: with a join, or by statistics, the engines sort whole threads.
    `SELECT ${MESSAGE_COLUMNS} FROM messages m FORCE INDEX (messages_thread) WHERE m.workspace_id = ? ` +
      'AND m.thread_id = (SELECT c.thread_id FROM conversations c WHERE c.workspace_id = ? AND c.id = ?) ' +
      `${older} ORDER BY m.sent_at DESC, m.id DESC LIMIT ?`,
    [
      workspace,
      workspace,
      idBytes(input.conversationId),
      ...(position ? [position.at, position.at, idBytes(position.id)] : []),
      input.limit + 1,
    ],
  )
  if (rows.length === 0) await findConversation(db, input.conversationId)
  const items = await complete(db, rows.slice(0, input.limit))
  const last = items.at(-1)
  return {
    items,
    nextCursor: rows.length > input.limit && last ? encodeCursor([Date.parse(last.sentAt), last.id]) : null,
  }
}

/** The named messages of the conversation's thread; unknown and foreign ids are simply absent. */
export async function messagesByIds(
  db: WorkspaceDb,
  input: { conversationId: ConversationId; ids: MessageId[] },
): Promise<{ items: MessageDto[] }> {
  const { threadId } = await findConversation(db, input.conversationId)
  const rows = await db.rows<RowDataPacket>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.workspace_id = ? AND m.id IN (${input.ids.map(() => '?').join(', ')}) AND m.thread_id = ?`,
    [idBytes(db.workspaceId), ...input.ids.map(idBytes), idBytes(threadId)],
  )
  return { items: await complete(db, rows) }
}

/** One message, for the answer to a change of it. */
export async function messageById(db: WorkspaceDb, id: MessageId): Promise<MessageDto> {
  const rows = await db.rows<RowDataPacket>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.workspace_id = ? AND m.id = ?`,
    [idBytes(db.workspaceId), idBytes(id)],
  )
  const [message] = await complete(db, rows)
  if (!message) throw notFound('message')
  return message
}
