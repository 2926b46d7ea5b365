import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Draft, SaveDraft } from '../../../shared/contracts/conversations.ts'
import type { MessageId, ThreadId, UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { attachments, drafts, messages } from '../../schema/index.ts'
import * as repo from './conversations.repo.ts'
import { toDraft } from './get-conversation.ts'

/** Keeps what the member was writing in this thread; an empty draft is deleted. */
export async function saveDraft(
  db: WorkspaceDb,
  input: SaveDraft,
  userId: UserId,
): Promise<{ draft: Draft | null }> {
  const { threadId } = await repo.find(db, input.conversationId)
  await requireOwnUploads(db, input, userId)
  if (input.quotedMessageId) await requireInThread(db, input.quotedMessageId, threadId)
  const mine = own(
    db,
    drafts,
    and(eq(drafts.userId, userId), eq(drafts.threadId, threadId), eq(drafts.mode, input.mode)),
  )
  if (input.text === '' && input.attachmentIds.length === 0) {
    await db.orm.delete(drafts).where(mine)
    return { draft: null }
  }
  const values = {
    text: input.text,
    quotedMessageId: input.quotedMessageId,
    attachmentIds: input.attachmentIds,
    updatedAt: new Date(),
  }
  await db.orm
    .insert(drafts)
    .values({ workspaceId: db.workspaceId, userId, threadId, mode: input.mode, ...values })
    .onDuplicateKeyUpdate({ set: { ...values, attachmentIds: values.attachmentIds } })
  const [row] = await db.orm.select().from(drafts).where(mine)
  return { draft: row ? toDraft(row) : null }
}

/** A draft holds only files that its writer uploaded and has not sent. */
async function requireOwnUploads(db: WorkspaceDb, input: SaveDraft, userId: UserId): Promise<void> {
  if (input.attachmentIds.length === 0) return
  const rows = await db.orm
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      own(
        db,
        attachments,
        and(
          inArray(attachments.id, input.attachmentIds),
          eq(attachments.uploadedBy, userId),
          isNull(attachments.messageId),
        ),
      ),
    )
  if (rows.length !== new Set(input.attachmentIds).size) throw notFound('attachment')
}

/** An answer quotes something said in the same thread. */
async function requireInThread(db: WorkspaceDb, id: MessageId, threadId: ThreadId): Promise<void> {
  const [row] = await db.orm
    .select({ id: messages.id })
    .from(messages)
    .where(own(db, messages, and(eq(messages.id, id), eq(messages.threadId, threadId))))
  if (!row) throw notFound('quoted message')
}
