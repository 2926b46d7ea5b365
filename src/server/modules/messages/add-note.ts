import { and, eq } from 'drizzle-orm'
import type { AddNote, MessageDto } from '../../../shared/contracts/messages.ts'
import { newId, type MessageId, type UserId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { drafts, messages } from '../../schema/index.ts'
import { findLocked, stateOf } from '../conversations/index.ts'
import { messageById } from './message-page.ts'

/** An internal remark: a row of the thread that never leaves, and changes no waiting, unread or preview. */
export async function addNote(
  db: WorkspaceDb,
  input: AddNote,
  { userId, now }: { userId: UserId; now: Date },
): Promise<MessageDto> {
  const known = await findByToken(db, input.clientToken)
  if (known) return messageById(db, known)
  const messageId = newId('message')
  try {
    await db.tx(async (tx) => {
      const { conversation, thread } = await findLocked(tx, input.conversationId)
      await tx.orm.insert(messages).values({
        workspaceId: tx.workspaceId,
        id: messageId,
        channelId: conversation.channelId,
        threadId: thread.id,
        conversationId: conversation.id,
        direction: 'internal',
        origin: 'agent',
        authorId: userId,
        clientToken: input.clientToken,
        type: 'note',
        text: input.text,
        sentAt: now,
      })
      await tx.orm
        .delete(drafts)
        .where(
          own(
            tx,
            drafts,
            and(eq(drafts.userId, userId), eq(drafts.threadId, thread.id), eq(drafts.mode, 'note')),
          ),
        )
      tx.emit({ type: 'note.added', data: { messageId, conversation: stateOf(conversation) } })
    })
  } catch (error) {
    const winner =
      duplicateKeyOf(error) === 'messages_client_token' ? await findByToken(db, input.clientToken) : undefined
    if (!winner) throw error
    return messageById(db, winner)
  }
  return messageById(db, messageId)
}

async function findByToken(db: WorkspaceDb, clientToken: string): Promise<MessageId | undefined> {
  const [row] = await db.orm
    .select({ id: messages.id })
    .from(messages)
    .where(own(db, messages, and(eq(messages.clientToken, clientToken), eq(messages.type, 'note'))))
  return row?.id
}
