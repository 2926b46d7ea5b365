import type { RowDataPacket } from 'mysql2'
import type { AttachmentDto, MessageDto, QuotedMessage } from '../../../shared/contracts/messages.ts'
import { idFromBytes, type MessageId, type WorkspaceId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime, isoTimeOrNull } from '../../platform/db/iso-time.ts'

export const MESSAGE_COLUMNS =
  'm.id, m.channel_id, m.thread_id, m.conversation_id, m.direction, m.origin, m.author_id, m.external_key, m.client_token, ' +
  'm.type, m.text, m.payload, m.quoted_external_key, m.status, m.error, m.sent_at, m.delivered_at, m.read_at, m.edited_at, m.deleted_at'

const WITHOUT_FILES = new Set([
  'text',
  'note',
  'system',
  'location',
  'contacts',
  'interactive',
  'unsupported',
])
const QUOTE_PREVIEW = 200

/** Adds to the rows of messages what other tables know of them: at most one query each. */
export async function complete(db: WorkspaceDb, rows: RowDataPacket[]): Promise<MessageDto[]> {
  if (rows.length === 0) return []
  const [files, reactions, quotes] = await Promise.all([
    filesOf(db, rows),
    reactionsOf(db, rows),
    quotesOf(db, rows),
  ])
  return rows.map((row) => toDto(row, { files, reactions, quotes }))
}

interface Extras {
  files: Map<MessageId, AttachmentDto[]>
  reactions: Map<string, MessageDto['reactions']>
  quotes: Map<string, RowDataPacket>
}

const keyOf = (channelId: Buffer, externalKey: string) => `${channelId.toString('hex')}|${externalKey}`
const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

async function filesOf(db: WorkspaceDb, rows: RowDataPacket[]): Promise<Extras['files']> {
  const ids = rows.filter((row) => !WITHOUT_FILES.has(row['type'])).map((row) => row['id'] as Buffer)
  const found: Extras['files'] = new Map()
  if (ids.length === 0) return found
  const files = await db.rows<RowDataPacket>(
    `SELECT id, message_id, kind, state, mime, size, file_name FROM attachments WHERE workspace_id = ? AND message_id IN (${marks(ids)}) ORDER BY id`,
    [idBytes(db.workspaceId), ...ids],
  )
  for (const file of files) {
    const messageId = idFromBytes('message', file['message_id'])
    const list = found.get(messageId) ?? []
    list.push(attachmentDto(db.workspaceId, file))
    found.set(messageId, list)
  }
  return found
}

/** A stored file as clients see it. The row's columns are named as in the table. */
export function attachmentDto(workspaceId: WorkspaceId, row: RowDataPacket): AttachmentDto {
  const id = idFromBytes('attachment', row['id'])
  const hasBytes = row['state'] === 'ready' || row['state'] === 'uploaded'
  return {
    id,
    type: row['kind'],
    mime: row['mime'],
    size: row['size'] === null ? null : Number(row['size']),
    fileName: row['file_name'],
    state: row['state'],
    url: hasBytes ? `/media/${workspaceId}/${id}` : null,
  }
}

async function reactionsOf(db: WorkspaceDb, rows: RowDataPacket[]): Promise<Extras['reactions']> {
  const found: Extras['reactions'] = new Map()
  for (const [channelId, keys] of byChannel(rows, 'external_key')) {
    const reactions = await db.rows<RowDataPacket>(
      `SELECT channel_id, target_external_key, actor_key, emoji FROM message_reactions WHERE workspace_id = ? AND channel_id = ? AND target_external_key IN (${marks(keys)}) AND emoji IS NOT NULL`,
      [idBytes(db.workspaceId), channelId, ...keys],
    )
    for (const reaction of reactions) {
      const key = keyOf(reaction['channel_id'], reaction['target_external_key'])
      const list = found.get(key) ?? []
      list.push({ emoji: reaction['emoji'], by: reaction['actor_key'] })
      found.set(key, list)
    }
  }
  return found
}

async function quotesOf(db: WorkspaceDb, rows: RowDataPacket[]): Promise<Extras['quotes']> {
  const found: Extras['quotes'] = new Map()
  for (const [channelId, keys] of byChannel(rows, 'quoted_external_key')) {
    const quoted = await db.rows<RowDataPacket>(
      `SELECT id, channel_id, external_key, direction, type, LEFT(text, ${QUOTE_PREVIEW}) AS text FROM messages WHERE workspace_id = ? AND channel_id = ? AND external_key IN (${marks(keys)})`,
      [idBytes(db.workspaceId), channelId, ...keys],
    )
    for (const row of quoted) found.set(keyOf(row['channel_id'], row['external_key']), row)
  }
  return found
}

/** A thread has one channel, so this is one group in practice. */
function byChannel(rows: RowDataPacket[], column: string): Map<Buffer, string[]> {
  const groups = new Map<string, { channelId: Buffer; keys: Set<string> }>()
  for (const row of rows) {
    if (!row[column]) continue
    const hex = (row['channel_id'] as Buffer).toString('hex')
    const group = groups.get(hex) ?? { channelId: row['channel_id'] as Buffer, keys: new Set<string>() }
    group.keys.add(row[column])
    groups.set(hex, group)
  }
  return new Map([...groups.values()].map((group) => [group.channelId, [...group.keys]]))
}

function toDto(row: RowDataPacket, extras: Extras): MessageDto {
  const id = idFromBytes('message', row['id'])
  return {
    id,
    conversationId: idFromBytes('conversation', row['conversation_id']),
    threadId: idFromBytes('thread', row['thread_id']),
    direction: row['direction'],
    origin: row['origin'],
    authorId: row['author_id'] ? idFromBytes('user', row['author_id']) : null,
    type: row['type'],
    text: row['text'],
    status: row['status'],
    externalId: row['external_key'],
    clientToken: row['client_token'],
    quoted: row['quoted_external_key'] ? quoteOf(row, extras) : null,
    reactions: row['external_key']
      ? (extras.reactions.get(keyOf(row['channel_id'], row['external_key'])) ?? [])
      : [],
    attachments: extras.files.get(id) ?? [],
    payload: parsed(row['payload']),
    error: parsed(row['error']),
    sentAt: isoTime(row['sent_at']),
    deliveredAt: isoTimeOrNull(row['delivered_at']),
    readAt: isoTimeOrNull(row['read_at']),
    editedAt: isoTimeOrNull(row['edited_at']),
    deletedAt: isoTimeOrNull(row['deleted_at']),
  }
}

function quoteOf(row: RowDataPacket, extras: Extras): QuotedMessage {
  const quoted = extras.quotes.get(keyOf(row['channel_id'], row['quoted_external_key']))
  return {
    id: quoted ? idFromBytes('message', quoted['id']) : null,
    externalId: row['quoted_external_key'],
    direction: quoted?.['direction'] ?? null,
    type: quoted?.['type'] ?? null,
    text: quoted?.['text'] ?? null,
  }
}

/** Some engines hand JSON over as text. */
function parsed<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T
}
