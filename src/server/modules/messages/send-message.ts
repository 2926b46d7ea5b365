import { and, eq, isNull } from 'drizzle-orm'
import type { ConversationState } from '../../../shared/contracts/conversations.ts'
import type { MessageDto, SendMessage } from '../../../shared/contracts/messages.ts'
import {
  newId,
  type AttachmentId,
  type ConversationId,
  type MessageId,
  type ThreadId,
  type UserId,
} from '../../../shared/ids.ts'
import type { Adapters } from '../../adapters/contract/index.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { attachments, channels, drafts, messages, outbox, threads } from '../../schema/index.ts'
import { changeLocked, findConversation, findLocked, stateOf } from '../conversations/index.ts'
import { checkSendable } from './sendable.ts'
import { previewOf } from './domain/preview.ts'
import { storeOnce, type TokenHolder } from './store-once.ts'

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
  return storeOnce(db, { ...input, direction: 'outbound', isSame }, (tx) =>
    storeMessage(services, tx, { input, sender }),
  )
}

/** Stores and queues a message within a transaction of the caller. */
export async function storeMessage(
  services: SendServices,
  tx: WorkspaceTx,
  { input, sender }: { input: SendMessage; sender: Sender },
): Promise<MessageId> {
  const place = await findPlace(services, tx, input.conversationId)
  const attachment = input.attachmentId ? await findUpload(tx, input.attachmentId, sender) : undefined
  const now = services.now()
  checkSendable({ input, attachment, ...place, now })

  const type = attachment?.kind ?? 'text'
  const messageId = await insertOutbound(tx, place, { input, sender, type, now })
  if (attachment) await attach(tx, attachment.id, messageId)
  const { id: threadId, channelId } = place.thread
  await enqueue(tx, { messageId, channelId, threadId, now })
  const preview = previewOf({ text: input.text, fileName: attachment?.fileName })
  const conversation = await noteReply(tx, place, { type, preview, now })
  if (sender.kind === 'agent') await dropDraft(tx, sender.userId, threadId)
  tx.emit({ type: 'message.created', data: { messageId, conversation } })
  tx.afterCommit(services.wakeSender)
  return messageId
}

type Place = Awaited<ReturnType<typeof findPlace>>

/** Where the message belongs: an older episode may be on the screen, so it is the thread's newest. */
async function findPlace(services: SendServices, tx: WorkspaceTx, conversationId: ConversationId) {
  const shown = await findLocked(tx, conversationId)
  const { conversation, thread } = await findLocked(tx, shown.thread.lastConversationId ?? conversationId)
  const channel = await findChannel(tx, thread.channelId)
  const { capabilities } = services.adapters[channel.kind]
  return { conversation, thread, capabilities, channelStatus: channel.status }
}

async function insertOutbound(
  tx: WorkspaceTx,
  place: Place,
  { input, sender, type, now }: { input: SendMessage; sender: Sender; type: string; now: Date },
): Promise<MessageId> {
  const id = newId('message')
  await tx.orm.insert(messages).values({
    workspaceId: tx.workspaceId,
    id,
    channelId: place.thread.channelId,
    threadId: place.thread.id,
    conversationId: place.conversation.id,
    direction: 'outbound',
    origin: sender.kind,
    authorId: sender.kind === 'agent' ? sender.userId : null,
    clientToken: input.clientToken,
    type,
    text: input.text ?? null,
    quotedExternalKey: input.quotedMessageId ? await quotedKey(tx, place, input.quotedMessageId) : null,
    status: 'queued',
    sentAt: now,
  })
  return id
}

/** We have answered: nobody waits, and a resolved conversation is open again. */
async function noteReply(
  tx: WorkspaceTx,
  { conversation, thread }: Place,
  { type, preview, now }: { type: string; preview: string; now: Date },
): Promise<ConversationState> {
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
    preview,
  })
  return stateOf(changed)
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

async function quotedKey(tx: WorkspaceTx, { thread, capabilities }: Place, id: MessageId): Promise<string> {
  const [row] = await tx.orm
    .select({ externalKey: messages.externalKey })
    .from(messages)
    .where(own(tx, messages, and(eq(messages.id, id), eq(messages.threadId, thread.id))))
  if (!row) throw notFound('quoted message')
  if (!capabilities.quotes || row.externalKey === null)
    throw new AppError('UNSUPPORTED_BY_CHANNEL', 'this message cannot be quoted', {
      details: { fields: { quotedMessageId: 'has no address at the provider' } },
    })
  return row.externalKey
}

async function dropDraft(tx: WorkspaceTx, userId: UserId, threadId: ThreadId) {
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
