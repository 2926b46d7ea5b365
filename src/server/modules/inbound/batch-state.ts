import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import type { ConversationStatus } from '../../../shared/contracts/conversations.ts'
import type { DeliveryStatus } from '../../../shared/contracts/messages.ts'
import {
  idFromBytes,
  isId,
  type ChannelId,
  type ContactId,
  type ConversationId,
  type MessageId,
  type ThreadId,
  type UserId,
  type WorkspaceId,
} from '../../../shared/ids.ts'
import * as lit from '../../platform/db/literals.ts'
import type { ReadyItem } from './entry.ts'

export interface ConversationRow {
  id: ConversationId
  number: number
  status: ConversationStatus
  assigneeId: UserId | null
  waitingSince: Date | null
  firstReplyAt: Date | null
  resolvedAt: Date | null
  isOpen: boolean
  unreadCount: number
  lastMessageAt: Date
  lastDirection: 'inbound' | 'outbound'
  lastMessageType: string
  preview: string
  version: number
}

export interface ThreadRow {
  id: ThreadId
  channelId: ChannelId
  contactId: ContactId
  replyAddress: string
  lastInboundAt: Date | null
  lastOutboundAt: Date | null
  windowExpiresAt: Date | null
  conversation: ConversationRow | null
}

export interface MessageRow {
  id: MessageId
  channelId: ChannelId
  threadId: ThreadId
  conversationId: ConversationId
  externalKey: string | null
  direction: string
  origin: string
  type: string
  sentAt: Date
  status: DeliveryStatus | null
  deliveredAt: Date | null
  readAt: Date | null
}

/** What a batch must know of one workspace, read under the locks that its writes need. */
export interface GroupState {
  threads: Map<ThreadId, ThreadRow>
  messagesByKey: Map<string, MessageRow>
  messagesById: Map<MessageId, MessageRow>
  /** `channel|target|actor` of reactions already known, with their time. */
  reactions: Map<string, Date>
}

export interface Group {
  workspaceId: WorkspaceId
  items: ReadyItem[]
}

export const keyOf = (channelId: ChannelId, externalKey: string) => `${channelId}|${externalKey}`

const MESSAGE_COLUMNS =
  'id, channel_id, thread_id, conversation_id, external_key, direction, origin, type, sent_at, status, delivered_at, read_at'

/** The group's reads, in the order in which every writer of these tables locks: threads first. */
export function stateStatements(group: Group): string[] {
  const needs = needsOf(group)
  const workspace = lit.id(group.workspaceId)
  const statements: string[] = []
  if (needs.threadIds.length > 0) {
    const ids = lit.list(needs.threadIds.map(lit.id))
    statements.push(
      `SELECT id, channel_id, contact_id, reply_address, last_inbound_at, last_outbound_at, window_expires_at FROM threads WHERE workspace_id = ${workspace} AND id IN ${ids} ORDER BY id FOR UPDATE`,
      `SELECT t.id AS thread_id, c.id, c.number, c.status, c.assignee_id, c.waiting_since, c.first_reply_at, c.resolved_at, c.open_key, c.unread_count, c.last_message_at, c.last_direction, c.last_message_type, c.preview, c.version FROM threads t JOIN conversations c ON c.workspace_id = t.workspace_id AND c.id = t.last_conversation_id WHERE t.workspace_id = ${workspace} AND t.id IN ${ids} FOR UPDATE`,
    )
  }
  for (const [channelId, keys] of needs.keysByChannel) {
    statements.push(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE workspace_id = ${workspace} AND channel_id = ${lit.id(channelId)} AND external_key IN ${lit.list(keys.map(lit.text))} FOR UPDATE`,
    )
  }
  if (needs.messageIds.length > 0) {
    statements.push(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE workspace_id = ${workspace} AND id IN ${lit.list(needs.messageIds.map(lit.id))} FOR UPDATE`,
    )
  }
  for (const [channelId, targets] of needs.reactionsByChannel) {
    statements.push(
      `SELECT channel_id, target_external_key, actor_key, at FROM message_reactions WHERE workspace_id = ${workspace} AND channel_id = ${lit.id(channelId)} AND target_external_key IN ${lit.list(targets.map(lit.text))}`,
    )
  }
  return statements
}

interface Needs {
  threadIds: ThreadId[]
  keysByChannel: Map<ChannelId, string[]>
  messageIds: MessageId[]
  reactionsByChannel: Map<ChannelId, string[]>
}

function needsOf(group: Group): Needs {
  const threadIds = new Set<ThreadId>()
  const messageIds = new Set<MessageId>()
  const keys = new Map<ChannelId, Set<string>>()
  const reactions = new Map<ChannelId, Set<string>>()
  for (const item of group.items) {
    const channelId = item.channel.channelId
    for (const fact of item.threaded) {
      threadIds.add(fact.thread.threadId)
      if (fact.kind === 'message') bucket(keys, channelId).add(fact.externalKey)
      else {
        bucket(keys, channelId).add(fact.targetExternalKey)
        bucket(reactions, channelId).add(fact.targetExternalKey)
      }
    }
    for (const fact of item.plain) {
      if (fact.kind !== 'status') continue
      bucket(keys, channelId).add(fact.externalKey)
      if (isId('message', fact.opaque)) messageIds.add(fact.opaque)
    }
  }
  return {
    threadIds: [...threadIds].sort(),
    keysByChannel: sorted(keys),
    messageIds: [...messageIds].sort(),
    reactionsByChannel: sorted(reactions),
  }
}

function bucket<K>(map: Map<K, Set<string>>, key: K): Set<string> {
  let values = map.get(key)
  if (!values) map.set(key, (values = new Set()))
  return values
}

function sorted(map: Map<ChannelId, Set<string>>): Map<ChannelId, string[]> {
  return new Map([...map.entries()].sort().map(([channelId, values]) => [channelId, [...values].sort()]))
}

/** One trip for all groups of a batch; the results come back in the order of the statements. */
export async function loadState(
  connection: PoolConnection,
  groups: Group[],
): Promise<Map<Group, GroupState>> {
  const perGroup = groups.map(stateStatements)
  const statements = perGroup.flat()
  const states = new Map<Group, GroupState>()
  // One statement alone comes back as rows, several as an array of row sets; BEGIN makes it several.
  const [results] = await connection.query<RowDataPacket[][]>(`BEGIN;${statements.join(';')}`)
  const sets = statements.length === 0 ? [] : results.slice(1)
  let at = 0
  groups.forEach((group, index) => {
    const count = perGroup[index]?.length ?? 0
    states.set(group, readState(sets.slice(at, at + count)))
    at += count
  })
  return states
}

function readState(sets: RowDataPacket[][]): GroupState {
  const state: GroupState = {
    threads: new Map(),
    messagesByKey: new Map(),
    messagesById: new Map(),
    reactions: new Map(),
  }
  for (const rows of sets) for (const row of rows) readRow(state, row)
  return state
}

/** Tells the row sets apart by a column that only one of them has. */
function readRow(state: GroupState, row: RowDataPacket): void {
  if ('reply_address' in row) readThread(state, row)
  else if ('open_key' in row) readConversation(state, row)
  else if ('actor_key' in row) readReaction(state, row)
  else readMessage(state, row)
}

function readThread(state: GroupState, row: RowDataPacket): void {
  const threadId = idFromBytes('thread', row['id'])
  state.threads.set(threadId, {
    id: threadId,
    channelId: idFromBytes('channel', row['channel_id']),
    contactId: idFromBytes('contact', row['contact_id']),
    replyAddress: row['reply_address'],
    lastInboundAt: row['last_inbound_at'],
    lastOutboundAt: row['last_outbound_at'],
    windowExpiresAt: row['window_expires_at'],
    conversation: null,
  })
}

function readConversation(state: GroupState, row: RowDataPacket): void {
  const thread = state.threads.get(idFromBytes('thread', row['thread_id']))
  if (!thread) return
  thread.conversation = {
    id: idFromBytes('conversation', row['id']),
    number: Number(row['number']),
    status: row['status'],
    assigneeId: row['assignee_id'] ? idFromBytes('user', row['assignee_id']) : null,
    waitingSince: row['waiting_since'],
    firstReplyAt: row['first_reply_at'],
    resolvedAt: row['resolved_at'],
    isOpen: row['open_key'] !== null,
    unreadCount: row['unread_count'],
    lastMessageAt: row['last_message_at'],
    lastDirection: row['last_direction'],
    lastMessageType: row['last_message_type'],
    preview: row['preview'],
    version: row['version'],
  }
}

function readReaction(state: GroupState, row: RowDataPacket): void {
  const channelId = idFromBytes('channel', row['channel_id'])
  state.reactions.set(`${channelId}|${row['target_external_key']}|${row['actor_key']}`, row['at'])
}

function readMessage(state: GroupState, row: RowDataPacket): void {
  const message: MessageRow = {
    id: idFromBytes('message', row['id']),
    channelId: idFromBytes('channel', row['channel_id']),
    threadId: idFromBytes('thread', row['thread_id']),
    conversationId: idFromBytes('conversation', row['conversation_id']),
    externalKey: row['external_key'],
    direction: row['direction'],
    origin: row['origin'],
    type: row['type'],
    sentAt: row['sent_at'],
    status: row['status'],
    deliveredAt: row['delivered_at'],
    readAt: row['read_at'],
  }
  // The same row may come by key and by id: one object, so that a change is seen by both.
  const known = state.messagesById.get(message.id) ?? message
  state.messagesById.set(known.id, known)
  if (known.externalKey !== null) state.messagesByKey.set(keyOf(known.channelId, known.externalKey), known)
}
