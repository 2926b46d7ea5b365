import type { DomainEvent } from '../../../shared/events.ts'
import type { WorkspaceId } from '../../../shared/ids.ts'
import * as lit from '../../platform/db/literals.ts'
import type { GroupEffects } from './effects.ts'
import type { ReadyItem } from './entry.ts'
import { failure } from './store-receipt.ts'

/**
 * The writes of one workspace's part of a batch, in the order in which every writer locks: messages,
 * threads, conversations, statuses, receipts. The counter row comes last, in `eventStatements`.
 */
export function writeStatements(
  workspaceId: WorkspaceId,
  effects: GroupEffects,
  context: { items: ReadyItem[]; now: Date },
): string[] {
  const workspace = lit.id(workspaceId)
  return [
    ...messageStatements(workspace, effects),
    ...threadStatements(workspace, effects),
    ...conversationStatements(workspace, effects),
    ...statusStatements(workspace, effects, context.now),
    ...reactionStatements(workspace, effects),
    ...receiptStatements(workspace, context),
  ]
}

function messageStatements(workspace: lit.Sql, effects: GroupEffects): string[] {
  const statements: string[] = []
  if (effects.newMessages.length > 0) {
    statements.push(
      lit.insertRows(
        'messages',
        'workspace_id,id,channel_id,thread_id,conversation_id,direction,origin,external_key,type,text,payload,quoted_external_key,status,error,sent_at',
        effects.newMessages.map((m) => [
          workspace,
          lit.id(m.id),
          lit.id(m.channelId),
          lit.id(m.threadId),
          lit.id(m.conversationId),
          lit.text(m.direction),
          lit.text(m.origin),
          lit.text(m.externalKey),
          lit.text(m.type),
          lit.text(m.text),
          lit.json(m.payload),
          lit.text(m.quotedExternalKey),
          lit.text(m.status),
          lit.json(m.error),
          lit.time(m.sentAt),
        ]),
      ),
    )
  }
  if (effects.newAttachments.length > 0) statements.push(...attachmentStatements(workspace, effects))
  return statements
}

/** Each file is a row at once and fetched by a job: a slow media host never delays a message. */
function attachmentStatements(workspace: lit.Sql, effects: GroupEffects): string[] {
  const wanted = effects.newAttachments.filter((attachment) => !attachment.tooBig)
  const statements = [
    lit.insertRows(
      'attachments',
      'workspace_id,id,message_id,kind,state,mime,size,file_name,external_media_id',
      effects.newAttachments.map((a) => [
        workspace,
        lit.id(a.id),
        lit.id(a.messageId),
        lit.text(a.type),
        lit.text(a.tooBig ? 'too_big' : 'pending'),
        lit.text(a.mime),
        a.size === undefined ? lit.NULL : lit.number(a.size),
        lit.text(a.fileName),
        lit.text(a.externalMediaId),
      ]),
    ),
  ]
  if (wanted.length > 0) {
    statements.push(
      lit.insertRows(
        'jobs',
        'workspace_id,name,state,run_at,dedupe_key,payload',
        wanted.map((a) => [
          workspace,
          lit.text('attachments.fetch'),
          lit.text('ready'),
          'now(3)' as lit.Sql,
          lit.text(a.id),
          lit.json({ attachmentId: a.id }),
        ]),
      ),
    )
  }
  return statements
}

function threadStatements(workspace: lit.Sql, effects: GroupEffects): string[] {
  const statements: string[] = []
  const rows = [...effects.threads.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  if (rows.length > 0) {
    statements.push(
      lit.insertRows(
        'threads',
        'workspace_id,id,channel_id,contact_id,reply_address,last_conversation_id,last_inbound_at,last_outbound_at,window_expires_at',
        rows.map((t) => [
          workspace,
          lit.id(t.id),
          lit.id(t.channelId),
          lit.id(t.contactId),
          lit.text(t.replyAddress),
          lit.id(t.conversation?.id ?? null),
          lit.time(t.lastInboundAt),
          lit.time(t.lastOutboundAt),
          lit.time(t.windowExpiresAt),
        ]),
      ) +
        ' ON DUPLICATE KEY UPDATE reply_address=VALUES(reply_address),last_conversation_id=VALUES(last_conversation_id),' +
        'last_inbound_at=VALUES(last_inbound_at),last_outbound_at=VALUES(last_outbound_at),window_expires_at=VALUES(window_expires_at)',
    )
  }
  for (const [threadId, at] of effects.closedWindows) {
    statements.push(
      `UPDATE threads SET window_expires_at = LEAST(window_expires_at, ${lit.time(at)}) WHERE workspace_id = ${workspace} AND id = ${lit.id(threadId)}`,
    )
  }
  return statements
}

const CONVERSATION_COLUMNS =
  'workspace_id,id,number,thread_id,contact_id,channel_id,open_key,status,assignee_id,waiting_since,first_reply_at,' +
  'resolved_at,unread_count,last_message_at,last_direction,last_message_type,preview,version'

const CONVERSATION_UPDATES = [
  'open_key',
  'status',
  'waiting_since',
  'first_reply_at',
  'resolved_at',
  'unread_count',
  'last_message_at',
  'last_direction',
  'last_message_type',
  'preview',
  'version',
]

const fromValues = (columns: readonly string[]) => columns.map((c) => `${c}=VALUES(${c})`).join(',')

function conversationStatements(workspace: lit.Sql, effects: GroupEffects): string[] {
  const entries = [...effects.conversations.values()].toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1))
  if (entries.length === 0) return []
  const rows = entries.map(({ row, thread }) => [
    workspace,
    lit.id(row.id),
    lit.number(row.number),
    lit.id(thread.id),
    lit.id(thread.contactId),
    lit.id(thread.channelId),
    row.isOpen ? lit.id(thread.id) : lit.NULL,
    lit.text(row.status),
    lit.id(row.assigneeId),
    lit.time(row.waitingSince),
    lit.time(row.firstReplyAt),
    lit.time(row.resolvedAt),
    lit.number(row.unreadCount),
    lit.time(row.lastMessageAt),
    lit.text(row.lastDirection),
    lit.text(row.lastMessageType),
    lit.text(row.preview),
    lit.number(row.version),
  ])
  const insert = lit.insertRows('conversations', CONVERSATION_COLUMNS, rows)
  return [`${insert} ON DUPLICATE KEY UPDATE ${fromValues(CONVERSATION_UPDATES)}`]
}

function statusStatements(workspace: lit.Sql, effects: GroupEffects, now: Date): string[] {
  const statements: string[] = []
  const changes = [...effects.statusChanges.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  if (changes.length > 0) statements.push(statusChangeStatement(workspace, changes))
  if (effects.settledSends.size > 0) {
    const ids = lit.list([...effects.settledSends].toSorted().map(lit.id))
    statements.push(`DELETE FROM outbox WHERE workspace_id = ${workspace} AND message_id IN ${ids}`)
  }
  if (effects.parked.length > 0) statements.push(parkStatement(workspace, effects.parked, now))
  return statements
}

type StatusChange = GroupEffects['statusChanges'] extends Map<unknown, infer Change> ? Change : never

/** The rows exist and are locked; one upsert for all costs a tenth of an UPDATE each. */
function statusChangeStatement(workspace: lit.Sql, changes: StatusChange[]): string {
  const insert = lit.insertRows(
    'messages',
    'workspace_id,id,channel_id,thread_id,conversation_id,direction,origin,type,sent_at,external_key,status,error,delivered_at,read_at',
    changes.map((m) => [
      workspace,
      lit.id(m.id),
      lit.id(m.channelId),
      lit.id(m.threadId),
      lit.id(m.conversationId),
      lit.text(m.direction),
      lit.text(m.origin),
      lit.text(m.type),
      lit.time(m.sentAt),
      lit.text(m.externalKey),
      lit.text(m.status),
      lit.json(m.error),
      lit.time(m.deliveredAt),
      lit.time(m.readAt),
    ]),
  )
  return `${insert} ON DUPLICATE KEY UPDATE ${fromValues(['external_key', 'status', 'error', 'delivered_at', 'read_at'])}`
}

function parkStatement(workspace: lit.Sql, parked: GroupEffects['parked'], now: Date): string {
  const insert = lit.insertRows(
    'pending_statuses',
    'workspace_id,channel_id,external_key,status,error,at,created_at',
    parked.map((p) => [
      workspace,
      lit.id(p.channelId),
      lit.text(p.externalKey),
      lit.text(p.status),
      lit.json(p.error),
      lit.time(p.at),
      lit.time(now),
    ]),
  )
  return `${insert} ON DUPLICATE KEY UPDATE at=VALUES(at)`
}

function reactionStatements(workspace: lit.Sql, effects: GroupEffects): string[] {
  const rows = [...effects.reactions.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  if (rows.length === 0) return []
  const insert = lit.insertRows(
    'message_reactions',
    'workspace_id,channel_id,target_external_key,actor_key,emoji,at',
    rows.map(([, r]) => [
      workspace,
      lit.id(r.channelId),
      lit.text(r.targetExternalKey),
      lit.text('contact'),
      lit.text(r.emoji),
      lit.time(r.at),
    ]),
  )
  return [
    `${insert} ON DUPLICATE KEY UPDATE emoji=IF(VALUES(at)>=at,VALUES(emoji),emoji),at=GREATEST(at,VALUES(at))`,
  ]
}

function receiptStatements(workspace: lit.Sql, { items, now }: { items: ReadyItem[]; now: Date }): string[] {
  const doneAt = lit.time(now)
  const fresh = items.filter((item) => item.receiptId === null)
  const stored = items.filter((item) => item.receiptId !== null)
  const statements = stored.map((item) => storedReceiptStatement(workspace, item, now))
  if (fresh.length > 0) {
    statements.push(
      lit.insertRows(
        'receipts',
        'workspace_id,channel_id,dedupe,state,error,body,received_at,done_at',
        fresh.map((item) => [
          workspace,
          lit.id(item.channel.channelId),
          lit.bytes(item.dedupe),
          ...outcomeOf(item),
          lit.text(item.body),
          lit.time(item.receivedAt),
          doneAt,
        ]),
      ) + ' ON DUPLICATE KEY UPDATE attempts=attempts',
    )
  }
  return statements
}

function storedReceiptStatement(workspace: lit.Sql, item: ReadyItem, now: Date): string {
  const [state, error] = outcomeOf(item)
  return `UPDATE receipts SET state=${state},error=${error},done_at=${lit.time(now)},attempts=attempts+1 WHERE workspace_id = ${workspace} AND id = ${lit.number(item.receiptId ?? 0)}`
}

/** State and error of the item's receipt. */
function outcomeOf(item: ReadyItem): [lit.Sql, lit.Sql] {
  if (item.unreadable === null) return [lit.text('done'), lit.NULL]
  return [lit.text('failed'), lit.json(failure(item.unreadable))]
}

/** Reserves numbers for conversations that a batch opens; rolled back with it, so none is lost. */
export function numberStatement(workspaceId: WorkspaceId, count: number): string {
  return `UPDATE workspace_counters SET conversation_seq=LAST_INSERT_ID(conversation_seq+${lit.number(count)}) WHERE workspace_id = ${lit.id(workspaceId)}`
}

/** Last before COMMIT: the workspace's next event numbers, and the events under them. */
export function eventStatements(workspaceId: WorkspaceId, events: DomainEvent[], at: Date): string[] {
  if (events.length === 0) return []
  const workspace = lit.id(workspaceId)
  const count = events.length
  const time = lit.time(at)
  const rows = events.map((event, index) => [
    workspace,
    `LAST_INSERT_ID()-${lit.number(count - 1 - index)}` as lit.Sql,
    lit.text(event.type),
    lit.json(event.data),
    time,
  ])
  return [
    `UPDATE workspace_counters SET event_seq=LAST_INSERT_ID(event_seq+${lit.number(count)}) WHERE workspace_id = ${workspace}`,
    lit.insertRows('events', 'workspace_id,seq,type,data,at', rows),
  ]
}
