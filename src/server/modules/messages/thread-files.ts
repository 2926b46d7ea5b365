import type { RowDataPacket } from 'mysql2'
import type { ThreadFile, ThreadFiles } from '../../../shared/contracts/messages.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { idFromBytes } from '../../../shared/ids.ts'
import { decodePosition, encodeCursor } from '../../platform/cursor.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime } from '../../platform/db/iso-time.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { findConversation } from '../conversations/index.ts'
import { attachmentDto } from './message-dto.ts'

/** Messages looked at for a page: a long thread without files must not be read to its beginning. */
const SCANNED = 1_000

interface ScannedRow {
  id: Buffer
  sent_at: string
}

/**
 * The files of the conversation's whole thread, newest first: those of its next thousand messages. A
 * page may be short, or empty, and still have a next one.
 */
export async function threadFiles(db: WorkspaceDb, input: ThreadFiles): Promise<Page<ThreadFile>> {
  const { threadId } = await findConversation(db, input.conversationId)
  const workspace = idBytes(db.workspaceId)
  const position = input.cursor === undefined ? undefined : decodePosition('message', input.cursor)
  const older = position ? 'AND m.sent_at <= ? AND (m.sent_at < ? OR m.id < ?)' : ''
  const before = position ? [position.at, position.at, idBytes(position.id)] : []
  // The index holds all that is asked: no message is read for being passed.
  const scanned = await db.rows<ScannedRow>(
    'SELECT m.id, m.sent_at FROM messages m FORCE INDEX (messages_thread) WHERE m.workspace_id = ? ' +
      `AND m.thread_id = ? ${older} ORDER BY m.sent_at DESC, m.id DESC LIMIT ?`,
    [workspace, idBytes(threadId), ...before, SCANNED],
  )
  const last = scanned.at(-1)
  const end = last && [Date.parse(isoTime(last.sent_at)), idFromBytes('message', last.id)]
  return {
    items: await filesOf(db, scanned),
    nextCursor: end && scanned.length === SCANNED ? encodeCursor(end) : null,
  }
}

async function filesOf(db: WorkspaceDb, scanned: ScannedRow[]): Promise<ThreadFile[]> {
  if (scanned.length === 0) return []
  const workspace = idBytes(db.workspaceId)
  const rows = await db.rows<RowDataPacket>(
    'SELECT a.id, a.message_id, a.kind, a.state, a.mime, a.size, a.file_name, m.direction, m.sent_at FROM attachments a ' +
      'JOIN messages m ON m.workspace_id = ? AND m.id = a.message_id ' +
      `WHERE a.workspace_id = ? AND a.message_id IN (${scanned.map(() => '?').join(', ')}) ` +
      'ORDER BY m.sent_at DESC, a.id DESC',
    [workspace, workspace, ...scanned.map((row) => row.id)],
  )
  return rows.map((row) => ({
    ...attachmentDto(db.workspaceId, row),
    messageId: idFromBytes('message', row['message_id']),
    direction: row['direction'],
    sentAt: isoTime(row['sent_at']),
  }))
}
