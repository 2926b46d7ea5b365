import { and, eq } from 'drizzle-orm'
import type { ConversationState } from '../../../shared/contracts/conversations.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { conversations, threads } from '../../schema/index.ts'

export type ConversationRow = typeof conversations.$inferSelect
export type ThreadRow = typeof threads.$inferSelect

export async function find(scope: Scope, id: ConversationId): Promise<ConversationRow> {
  const [row] = await scope.orm
    .select()
    .from(conversations)
    .where(own(scope, conversations, eq(conversations.id, id)))
  if (!row) throw notFound('conversation')
  return row
}

export async function findByNumber(scope: Scope, number: number): Promise<ConversationRow> {
  const [row] = await scope.orm
    .select()
    .from(conversations)
    .where(own(scope, conversations, eq(conversations.number, number)))
  if (!row) throw notFound('conversation')
  return row
}

/**
 * The conversation and its thread, locked in the order of every writer: the thread first. So a
 * change by an agent and a message that arrives never undo each other.
 */
export async function findLocked(
  scope: Scope,
  id: ConversationId,
): Promise<{ conversation: ConversationRow; thread: ThreadRow }> {
  const { threadId } = await find(scope, id)
  const [thread] = await scope.orm
    .select()
    .from(threads)
    .where(own(scope, threads, eq(threads.id, threadId)))
    .for('update')
  const [conversation] = await scope.orm
    .select()
    .from(conversations)
    .where(own(scope, conversations, eq(conversations.id, id)))
    .for('update')
  if (!thread || !conversation) throw notFound('conversation')
  return { conversation, thread }
}

export type ConversationChange = Partial<
  Pick<
    ConversationRow,
    | 'status'
    | 'openKey'
    | 'assigneeId'
    | 'waitingSince'
    | 'firstReplyAt'
    | 'resolvedAt'
    | 'unreadCount'
    | 'lastMessageAt'
    | 'lastDirection'
    | 'lastMessageType'
    | 'preview'
  >
>

/** Writes a change of a locked conversation and raises its version. */
export async function change(
  scope: Scope,
  row: ConversationRow,
  values: ConversationChange,
): Promise<ConversationRow> {
  const changed = { ...values, version: row.version + 1 }
  await scope.orm
    .update(conversations)
    .set(changed)
    .where(own(scope, conversations, and(eq(conversations.id, row.id))))
  return { ...row, ...changed }
}

export function stateOf(row: ConversationRow): ConversationState {
  return {
    id: row.id,
    number: row.number,
    threadId: row.threadId,
    contactId: row.contactId,
    channelId: row.channelId,
    status: row.status,
    assigneeId: row.assigneeId,
    waitingSince: row.waitingSince?.toISOString() ?? null,
    unreadCount: row.unreadCount,
    lastMessageAt: row.lastMessageAt.toISOString(),
    lastDirection: row.lastDirection,
    lastMessageType: row.lastMessageType,
    preview: row.preview,
    version: row.version,
  }
}
