import { eq } from 'drizzle-orm'
import type { MessageDto, MessageError, SettleMessage } from '../../../shared/contracts/messages.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { messages, outbox, threads } from '../../schema/index.ts'
import { messageById } from './message-page.ts'
import { enqueue, type SendServices } from './send-message.ts'
import { isWindowOpen } from './sendable.ts'

const GIVEN_UP: MessageError = { code: 'given_up', title: 'Discarded by a person', advice: 'contact_support' }

/**
 * A person's decision about a message that failed, or whose outcome nobody could learn. Only they may
 * resend in doubt: the machine never doubles a message by guess.
 */
export async function settleMessage(
  services: SendServices,
  db: WorkspaceDb,
  input: SettleMessage,
): Promise<MessageDto> {
  await db.tx(async (tx) => {
    const message = await findLocked(tx, input.id)
    if (message.direction !== 'outbound') throw notFound('message')
    if (message.status !== 'failed' && message.status !== 'unknown')
      throw new AppError('CONFLICT', `the message is ${message.status}: there is nothing to decide`)
    if (input.decision === 'resend') await resend(services, tx, message)
    else await close(tx, message, { decision: input.decision, now: services.now() })
  })
  return messageById(db, input.id)
}

type MessageRow = typeof messages.$inferSelect

async function findLocked(tx: WorkspaceTx, id: MessageRow['id']): Promise<MessageRow> {
  const [row] = await tx.orm
    .select()
    .from(messages)
    .where(own(tx, messages, eq(messages.id, id)))
    .for('update')
  if (!row) throw notFound('message')
  return row
}

async function resend(services: SendServices, tx: WorkspaceTx, message: MessageRow): Promise<void> {
  const now = services.now()
  const [thread] = await tx.orm
    .select({ windowExpiresAt: threads.windowExpiresAt })
    .from(threads)
    .where(own(tx, threads, eq(threads.id, message.threadId)))
  if (!thread || !isWindowOpen(thread, now))
    throw new AppError('REPLY_WINDOW_CLOSED', 'the reply window has closed meanwhile')
  await dropOutboxRow(tx, message)
  await enqueue(tx, { messageId: message.id, channelId: message.channelId, threadId: message.threadId, now })
  // A new attempt gets a new name from the provider; the old one, if any, no longer speaks of it.
  await setStatus(tx, message, { status: 'queued', error: null, externalKey: null, now })
  tx.afterCommit(services.wakeSender)
}

async function close(
  tx: WorkspaceTx,
  message: MessageRow,
  { decision, now }: { decision: 'mark_sent' | 'give_up'; now: Date },
): Promise<void> {
  await dropOutboxRow(tx, message)
  const outcome =
    decision === 'mark_sent'
      ? { status: 'sent' as const, error: null }
      : { status: 'failed' as const, error: message.error ?? GIVEN_UP }
  await setStatus(tx, message, { ...outcome, externalKey: message.externalKey, now })
}

async function dropOutboxRow(tx: WorkspaceTx, message: MessageRow): Promise<void> {
  const [row] = await tx.orm
    .select({ state: outbox.state })
    .from(outbox)
    .where(own(tx, outbox, eq(outbox.messageId, message.id)))
    .for('update')
  if (row?.state === 'sending') throw new AppError('CONFLICT', 'the message is being sent right now')
  await tx.orm.delete(outbox).where(own(tx, outbox, eq(outbox.messageId, message.id)))
}

async function setStatus(
  tx: WorkspaceTx,
  message: MessageRow,
  next: {
    status: 'queued' | 'sent' | 'failed'
    error: MessageError | null
    externalKey: string | null
    now: Date
  },
): Promise<void> {
  const { now, ...values } = next
  await tx.orm
    .update(messages)
    .set(values)
    .where(own(tx, messages, eq(messages.id, message.id)))
  tx.emit({
    type: 'message.status_changed',
    data: {
      messageId: message.id,
      conversationId: message.conversationId,
      threadId: message.threadId,
      status: next.status,
      error: next.error,
      at: now.toISOString(),
    },
  })
}
