import { and, eq } from 'drizzle-orm'
import type { ConversationDetail, Draft } from '../../../shared/contracts/conversations.ts'
import type { ConversationId, ThreadId, UserId } from '../../../shared/ids.ts'
import type { Adapters } from '../../adapters/contract/index.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { channels, drafts, threads } from '../../schema/index.ts'
import { findContact } from '../contacts/index.ts'
import * as repo from './conversations.repo.ts'

/** A conversation with its contact, its channel, the reply window and the caller's drafts. */
export async function getConversation(
  db: WorkspaceDb,
  by: { id: ConversationId } | { number: number },
  reader: { userId: UserId | null; adapters: Adapters },
): Promise<ConversationDetail> {
  const row = 'id' in by ? await repo.find(db, by.id) : await repo.findByNumber(db, by.number)
  const [contact, channel, thread, found] = await Promise.all([
    findContact(db, row.contactId),
    findChannel(db, row),
    findThread(db, row.threadId),
    reader.userId ? draftsOf(db, row.threadId, reader.userId) : [],
  ])
  const hasReplyWindow = reader.adapters[channel.kind].capabilities.replyWindowHours !== null
  return {
    ...repo.stateOf(row),
    contactName: contact.name,
    draft: found.find((draft) => draft.mode === 'reply')?.text || null,
    contact,
    channel,
    replyWindowExpiresAt: thread.windowExpiresAt?.toISOString() ?? null,
    hasReplyWindow,
    createdAt: row.createdAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    drafts: found,
  }
}

async function findChannel(scope: Scope, row: repo.ConversationRow) {
  const [channel] = await scope.orm
    .select({ id: channels.id, kind: channels.kind, name: channels.name, status: channels.status })
    .from(channels)
    .where(own(scope, channels, eq(channels.id, row.channelId)))
  if (!channel) throw notFound('channel')
  return channel
}

async function findThread(scope: Scope, id: ThreadId) {
  const [thread] = await scope.orm
    .select({ windowExpiresAt: threads.windowExpiresAt })
    .from(threads)
    .where(own(scope, threads, eq(threads.id, id)))
  if (!thread) throw notFound('conversation')
  return thread
}

async function draftsOf(scope: Scope, threadId: ThreadId, userId: UserId): Promise<Draft[]> {
  const rows = await scope.orm
    .select()
    .from(drafts)
    .where(own(scope, drafts, and(eq(drafts.userId, userId), eq(drafts.threadId, threadId))))
  return rows.map(toDraft)
}

export function toDraft(row: typeof drafts.$inferSelect): Draft {
  return {
    mode: row.mode,
    text: row.text,
    quotedMessageId: row.quotedMessageId,
    attachmentIds: row.attachmentIds,
    updatedAt: row.updatedAt.toISOString(),
  }
}
