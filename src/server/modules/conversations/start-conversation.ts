import { eq, sql } from 'drizzle-orm'
import {
  newId,
  type ChannelId,
  type ContactId,
  type ConversationId,
  type ThreadId,
} from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { conversations, threads, workspaceCounters } from '../../schema/index.ts'

/**
 * The thread's newest conversation, or its first one, which we then begin: its first message must
 * follow in the same transaction.
 */
export async function newestOrStarted(
  tx: WorkspaceTx,
  { threadId, now }: { threadId: ThreadId; now: Date },
): Promise<ConversationId> {
  const [thread] = await tx.orm
    .select()
    .from(threads)
    .where(own(tx, threads, eq(threads.id, threadId)))
    .for('update')
  if (!thread) throw notFound('conversation')
  return thread.lastConversationId ?? start(tx, thread, now)
}

async function start(
  tx: WorkspaceTx,
  thread: { id: ThreadId; channelId: ChannelId; contactId: ContactId },
  now: Date,
): Promise<ConversationId> {
  const id = newId('conversation')
  await tx.orm.insert(conversations).values({
    workspaceId: tx.workspaceId,
    id,
    number: await nextNumber(tx),
    threadId: thread.id,
    contactId: thread.contactId,
    channelId: thread.channelId,
    openKey: thread.id,
    status: 'open',
    lastMessageAt: now,
    lastDirection: 'outbound',
    lastMessageType: 'text',
    preview: '',
    version: 0,
  })
  await tx.orm
    .update(threads)
    .set({ lastConversationId: id })
    .where(own(tx, threads, eq(threads.id, thread.id)))
  return id
}

async function nextNumber(tx: WorkspaceTx): Promise<number> {
  const [moved] = await tx.orm
    .update(workspaceCounters)
    .set({ conversationSeq: sql`last_insert_id(${workspaceCounters.conversationSeq} + 1)` })
    .where(own(tx, workspaceCounters))
  return moved.insertId
}
