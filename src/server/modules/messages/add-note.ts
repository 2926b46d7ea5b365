import { and, eq } from 'drizzle-orm'
import type { AddNote, MessageDto } from '../../../shared/contracts/messages.ts'
import { newId, type MessageId, type UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { drafts, messages } from '../../schema/index.ts'
import { findConversation, findLocked, stateOf } from '../conversations/index.ts'
import { storeOnce, type TokenHolder } from './store-once.ts'

/** An internal remark: a row of the thread that never leaves, and changes no waiting, unread or preview. */
export function addNote(
  db: WorkspaceDb,
  input: AddNote,
  author: { userId: UserId; now: Date },
): Promise<MessageDto> {
  const isSame = async (row: TokenHolder) =>
    row.threadId === (await findConversation(db, input.conversationId)).threadId
  return storeOnce(db, { ...input, direction: 'internal', isSame }, (tx) => store(tx, input, author))
}

async function store(
  tx: WorkspaceTx,
  input: AddNote,
  { userId, now }: { userId: UserId; now: Date },
): Promise<MessageId> {
  const messageId = newId('message')
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
  const isMine = and(eq(drafts.userId, userId), eq(drafts.threadId, thread.id), eq(drafts.mode, 'note'))
  await tx.orm.delete(drafts).where(own(tx, drafts, isMine))
  tx.emit({ type: 'note.added', data: { messageId, conversation: stateOf(conversation) } })
  return messageId
}
