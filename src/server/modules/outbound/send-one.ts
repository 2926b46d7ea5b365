import { eq } from 'drizzle-orm'
import type { MessageError } from '../../../shared/contracts/messages.ts'
import type { Adapters, ChannelAdapter, Connection, OutboundMessage } from '../../adapters/contract/index.ts'
import { ChannelError } from '../../adapters/contract/index.ts'
import { crashPoint } from '../../platform/crash-point.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { backoffMs } from '../../platform/jobs/index.ts'
import type { Logger } from '../../platform/log/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { attachments, messages, threads } from '../../schema/index.ts'
import { healthReason, type ChannelHealthBoard, type LiveChannel } from '../channels/index.ts'
import { isWindowOpen } from '../messages/index.ts'
import * as outcome from './outcome.ts'
import type { OutboxRow } from './outbox.repo.ts'

export interface SenderServices {
  adapters: Adapters
  storage: Storage
  health: ChannelHealthBoard
  log: Logger
  now: () => Date
  /** How long an unknown outcome waits for the provider's report, in milliseconds. */
  holdMs: number
}

const DAY_MS = 86_400_000
const MAX_ATTEMPTS = 12

const WINDOW_CLOSED: MessageError = {
  code: 'reply_window_closed',
  title: 'The reply window closed before the message could leave',
  advice: 'use_template',
}
const TOO_OLD: MessageError = {
  code: 'not_sent_in_time',
  title: 'The provider could not be reached for a day',
  advice: 'retry_later',
}

/** What a send tells the lane: how long the whole channel should pause, if at all. */
export interface SendResult {
  pauseMs: number
}

/** Sends one claimed message and writes the outcome. Never throws for what a provider may do. */
export async function sendOne(
  services: SenderServices,
  db: WorkspaceDb,
  { row, channel }: { row: OutboxRow; channel: LiveChannel },
): Promise<SendResult> {
  crashPoint('outbox.afterClaim')
  const loaded = await load(services, db, row)
  const now = services.now()
  if (!loaded) return { pauseMs: 0 }
  if (channel.replyWindowHours !== null && !isWindowOpen(loaded.thread, now)) {
    await outcome.recordFailed(db, row, { error: WINDOW_CLOSED, now })
    return { pauseMs: 0 }
  }
  const adapter = services.adapters[channel.kind] as unknown as ChannelAdapter
  const connection: Connection<unknown> = channel
  try {
    const receipt = await adapter.send(loaded.message, connection)
    crashPoint('outbox.afterAccept')
    await outcome.recordSent(db, row, { receipt, now: services.now() })
    return { pauseMs: 0 }
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return recordRefusal(services, db, { row, channel, error })
  }
}

async function recordRefusal(
  services: SenderServices,
  db: WorkspaceDb,
  { row, channel, error }: { row: OutboxRow; channel: LiveChannel; error: ChannelError },
): Promise<SendResult> {
  const now = services.now()
  services.log.info({ evt: 'outbox.refused', outboxId: row.id, reason: error.reason, code: error.error.code })
  if (error.outcome === 'unknown') {
    const until = new Date(now.getTime() + services.holdMs)
    await outcome.recordUnknown(db, row, { reason: error.message, since: now, until, now })
    return { pauseMs: 0 }
  }
  switch (error.reason) {
    case 'rate_limited':
    case 'recipient_rate_limited':
    case 'temporary': {
      const waitMs = error.retryAfterMs ?? backoffMs(row.attempts)
      const tooOld = now.getTime() - row.createdAt.getTime() > DAY_MS || row.attempts >= MAX_ATTEMPTS
      if (tooOld && error.reason === 'temporary') await outcome.recordFailed(db, row, { error: TOO_OLD, now })
      else
        await outcome.recordRetry(db, row, { reason: error.message, runAt: new Date(now.getTime() + waitMs) })
      return { pauseMs: error.reason === 'rate_limited' ? waitMs : 0 }
    }
    case 'auth_expired':
    case 'channel_blocked':
      // The message keeps its place; the lane stands still until the channel is mended.
      await outcome.recordRetry(db, row, { reason: error.message, runAt: now })
      await services.health.report(db, channel.channelId, {
        reason: healthReason(error),
        at: now.toISOString(),
        code: typeof error.error.code === 'number' ? error.error.code : undefined,
        detail: error.error.title,
      })
      return { pauseMs: 5_000 }
    case 'window_closed':
    case 'invalid_recipient':
    case 'rejected':
      await outcome.recordFailed(db, row, { error: error.error, now })
      return { pauseMs: 0 }
  }
}

async function load(
  services: SenderServices,
  db: WorkspaceDb,
  row: OutboxRow,
): Promise<{ message: OutboundMessage; thread: { windowExpiresAt: Date | null } } | undefined> {
  const [message] = await db.orm
    .select()
    .from(messages)
    .where(own(db, messages, eq(messages.id, row.messageId)))
  const [thread] = await db.orm
    .select({ replyAddress: threads.replyAddress, windowExpiresAt: threads.windowExpiresAt })
    .from(threads)
    .where(own(db, threads, eq(threads.id, row.threadId)))
  if (!message || !thread) return undefined
  return {
    thread,
    message: {
      to: thread.replyAddress,
      opaque: row.messageId,
      text: message.text ?? undefined,
      quotedExternalKey: message.quotedExternalKey ?? undefined,
      attachment: await attachmentOf(services, db, row),
    },
  }
}

async function attachmentOf(
  services: SenderServices,
  db: WorkspaceDb,
  row: OutboxRow,
): Promise<OutboundMessage['attachment']> {
  const [file] = await db.orm
    .select()
    .from(attachments)
    .where(own(db, attachments, eq(attachments.messageId, row.messageId)))
    .limit(1)
  if (!file) return undefined
  return {
    type: file.kind as NonNullable<OutboundMessage['attachment']>['type'],
    mime: file.mime,
    fileName: file.fileName,
    size: file.size ?? 0,
    open: async () => {
      const bytes = await services.storage.open({ workspaceId: db.workspaceId, attachmentId: file.id })
      if (!bytes) throw new Error(`the bytes of ${file.id} are gone`)
      return bytes
    },
  }
}
