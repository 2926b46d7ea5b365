import { and, eq, isNull } from 'drizzle-orm'
import type { MessageDto, SendMessage } from '../../../shared/contracts/messages.ts'
import { newId, type AttachmentId, type MessageId, type UserId } from '../../../shared/ids.ts'
import type { Adapters, Capabilities } from '../../adapters/contract/index.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { attachments, channels, drafts, messages, outbox, threads } from '../../schema/index.ts'
import { changeLocked, findConversation, findLocked, stateOf } from '../conversations/index.ts'
import { checkSendable } from './sendable.ts'
import { previewOf } from './domain/preview.ts'
import { messageById } from './message-page.ts'

export interface SendServices {
  adapters: Adapters
  now: () => Date
  /** Told after commit that there is something to send. */
  wakeSender(): void
}

/** Who sends: a member from the inbox, or an API key. */
export type Sender = { kind: 'agent'; userId: UserId } | { kind: 'api' }

/**
 * Takes a message for sending: stored and queued in one transaction, answered before the provider
 * is asked. The client's token makes a repeat the same message.
 */
export function sendMessage(
  services: SendServices,
  db: WorkspaceDb,
  { input, sender }: { input: SendMessage; sender: Sender },
): Promise<MessageDto> {
  const isSame = async (row: TokenHolder) =>
    row.threadId === (await findConversation(db, input.conversationId)).threadId
  return sendOnce(db, { ...input, isSame }, (tx) => storeMessage(services, tx, { input, sender }))
}

/** The message that already has a client's token, as far as a repeat is compared with it. */
export type TokenHolder = Pick<typeof messages.$inferSelect, 'threadId' | 'channelId'>

interface Once {
  clientToken: string
  text?: string | undefined
  /** Whether the holder of the token goes where this message is meant to go. */
  isSame(holder: TokenHolder): Promise<boolean>
}

/**
 * Stores a message unless its token has stored it before, also when both come at once.
 * @throws IDEMPOTENCY_CONFLICT where the token was used for something else.
 */
export async function sendOnce(
  db: WorkspaceDb,
  once: Once,
  store: (tx: WorkspaceTx) => Promise<MessageId>,
): Promise<MessageDto> {
  const known = await findByToken(db, once)
  if (known) return messageById(db, known)
  try {
    return await messageById(db, await db.tx(store))
  } catch (error) {
    // The same request came twice at once: the other one has stored it.
    const winner = duplicateKeyOf(error) === 'messages_client_token' ? await findByToken(db, once) : undefined
    if (!winner) throw error
    return messageById(db, winner)
  }
}

async function findByToken(db: WorkspaceDb, once: Once): Promise<MessageId | undefined> {
  const [row] = await db.orm
    .select()
    .from(messages)
    .where(own(db, messages, eq(messages.clientToken, once.clientToken)))
  if (!row) return undefined
  if (row.direction !== 'outbound' || row.text !== (once.text ?? null) || !(await once.isSame(row)))
    throw new AppError('IDEMPOTENCY_CONFLICT', 'this clientToken was used for another message')
  return row.id
}

/** Stores and queues a message within a transaction of the caller. */
export async function storeMessage(
  services: SendServices,
  tx: WorkspaceTx,
  { input, sender }: { input: SendMessage; sender: Sender },
): Promise<MessageId> {
  const { thread } = await findLocked(tx, input.conversationId)
  // An older episode may be on the screen: the message belongs to the newest one.
  const { conversation } = await findLocked(tx, thread.lastConversationId ?? input.conversationId)
  const channel = await findChannel(tx, conversation.channelId)
  const capabilities = services.adapters[channel.kind].capabilities
  const attachment = input.attachmentId ? await findUpload(tx, input.attachmentId, sender) : undefined
  const now = services.now()
  checkSendable({ input, attachment, capabilities, thread, channelStatus: channel.status, now })

  const messageId = newId('message')
  const type = attachment?.kind ?? 'text'
  await tx.orm.insert(messages).values({
    workspaceId: tx.workspaceId,
    id: messageId,
    channelId: conversation.channelId,
    threadId: thread.id,
    conversationId: conversation.id,
    direction: 'outbound',
    origin: sender.kind,
    authorId: sender.kind === 'agent' ? sender.userId : null,
    clientToken: input.clientToken,
    type,
    text: input.text ?? null,
    quotedExternalKey: input.quotedMessageId
      ? await quotedKey(tx, input.quotedMessageId, thread.id, capabilities)
      : null,
    status: 'queued',
    sentAt: now,
  })
  if (attachment) await attach(tx, attachment.id, messageId)
  await enqueue(tx, { messageId, channelId: conversation.channelId, threadId: thread.id, now })
  await tx.orm
    .update(threads)
    .set({ lastOutboundAt: now })
    .where(own(tx, threads, eq(threads.id, thread.id)))
  const changed = await changeLocked(tx, conversation, {
    status: 'open',
    openKey: thread.id,
    resolvedAt: null,
    waitingSince: null,
    unreadCount: 0,
    firstReplyAt: conversation.firstReplyAt ?? now,
    lastMessageAt: now,
    lastDirection: 'outbound',
    lastMessageType: type,
    preview: previewOf({ text: input.text, fileName: attachment?.fileName }),
  })
  if (sender.kind === 'agent') await dropDraft(tx, sender.userId, thread.id)
  tx.emit({ type: 'message.created', data: { messageId, conversation: stateOf(changed) } })
  tx.afterCommit(services.wakeSender)
  return messageId
}

/** The row that makes a sender send it. Unique per message: a second one can't exist. */
export async function enqueue(
  tx: WorkspaceTx,
  row: Pick<typeof outbox.$inferInsert, 'messageId' | 'channelId' | 'threadId'> & { now: Date },
): Promise<void> {
  const { now, ...ids } = row
  await tx.orm.insert(outbox).values({ workspaceId: tx.workspaceId, ...ids, state: 'queued', runAt: now })
}

async function findChannel(tx: WorkspaceTx, id: (typeof channels.$inferSelect)['id']) {
  const [row] = await tx.orm
    .select({ kind: channels.kind, status: channels.status })
    .from(channels)
    .where(own(tx, channels, eq(channels.id, id)))
  if (!row) throw notFound('channel')
  return row
}

/** A member sends only what they uploaded; an API key what API keys uploaded. */
async function findUpload(tx: WorkspaceTx, id: AttachmentId, sender: Sender) {
  const uploader =
    sender.kind === 'agent' ? eq(attachments.uploadedBy, sender.userId) : isNull(attachments.uploadedBy)
  const [row] = await tx.orm
    .select()
    .from(attachments)
    .where(own(tx, attachments, and(eq(attachments.id, id), isNull(attachments.messageId), uploader)))
    .for('update')
  if (!row) throw notFound('attachment')
  if (row.state !== 'uploaded')
    throw new AppError('ATTACHMENT_NOT_READY', 'the file has not been uploaded completely')
  return row
}

async function attach(tx: WorkspaceTx, id: AttachmentId, messageId: MessageId): Promise<void> {
  await tx.orm
    .update(attachments)
    .set({ messageId, state: 'ready' })
    .where(own(tx, attachments, eq(attachments.id, id)))
}

async function quotedKey(
  tx: WorkspaceTx,
  id: MessageId,
  threadId: (typeof threads.$inferSelect)['id'],
  capabilities: Capabilities,
): Promise<string> {
  const [row] = await tx.orm
    .select({ externalKey: messages.externalKey })
    .from(messages)
    .where(own(tx, messages, and(eq(messages.id, id), eq(messages.threadId, threadId))))
  if (!row) throw notFound('quoted message')
  if (!capabilities.quotes || row.externalKey === null)
    throw new AppError('UNSUPPORTED_BY_CHANNEL', 'this message cannot be quoted', {
      details: { fields: { quotedMessageId: 'has no address at the provider' } },
    })
  return row.externalKey
}

async function dropDraft(tx: WorkspaceTx, userId: UserId, threadId: (typeof threads.$inferSelect)['id']) {
  await tx.orm
    .delete(drafts)
    .where(
      own(
        tx,
        drafts,
        and(eq(drafts.userId, userId), eq(drafts.threadId, threadId), eq(drafts.mode, 'reply')),
      ),
    )
}
