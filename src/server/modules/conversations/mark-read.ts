import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { ConversationState } from '../../../shared/contracts/conversations.ts'
import { isId, type ConversationId } from '../../../shared/ids.ts'
import { ChannelError, type Adapters, type ChannelAdapter } from '../../adapters/contract/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { enqueueJob, PermanentJobError } from '../../platform/jobs/index.ts'
import { messages } from '../../schema/index.ts'
import type { ChannelDirectory } from '../channels/index.ts'
import { changing, type Actor } from './change-conversation.ts'
import * as repo from './conversations.repo.ts'

export const MARK_READ_JOB = 'conversations.mark_read'

export interface ReadingServices {
  adapters: Adapters
  directory: ChannelDirectory
  wakeJobs(): void
}

/** Nothing is unread any more; the customer sees it too, where the channel has read receipts. */
export function markConversationRead(
  services: Pick<ReadingServices, 'wakeJobs'>,
  db: WorkspaceDb,
  { input, by }: { input: { id: ConversationId }; by: Actor },
): Promise<ConversationState> {
  return changing(db, { input, event: 'conversation.read', by }, async (row, _thread, tx) => {
    if (row.unreadCount === 0) return undefined
    await enqueueJob(tx, { name: MARK_READ_JOB, dedupeKey: row.id, payload: { conversationId: row.id } })
    tx.afterCommit(services.wakeJobs)
    return { unreadCount: 0 }
  })
}

/** The job that tells the provider: the newest inbound message stands for all before it. */
export async function tellProviderRead(
  services: Pick<ReadingServices, 'adapters' | 'directory'>,
  db: WorkspaceDb,
  payload: unknown,
): Promise<void> {
  const conversationId = (payload as { conversationId?: unknown } | null)?.conversationId
  if (!isId('conversation', conversationId)) throw new PermanentJobError('payload names no conversation')
  const conversation = await repo.find(db, conversationId)
  const [newest] = await db.orm
    .select({ externalKey: messages.externalKey })
    .from(messages)
    .where(
      own(
        db,
        messages,
        and(
          eq(messages.threadId, conversation.threadId),
          eq(messages.direction, 'inbound'),
          isNotNull(messages.externalKey),
        ),
      ),
    )
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(1)
  const channel = await services.directory.byId(conversation.channelId)
  if (!newest?.externalKey || !channel || channel.workspaceId !== db.workspaceId) return
  const adapter = services.adapters[channel.kind] as unknown as ChannelAdapter
  if (!adapter.capabilities.readReceipts) return
  try {
    await adapter.markRead(newest.externalKey, channel)
  } catch (error) {
    if (error instanceof ChannelError && error.outcome === 'refused' && error.reason !== 'temporary')
      throw new PermanentJobError(error.message)
    throw error
  }
}
