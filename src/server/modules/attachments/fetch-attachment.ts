import { eq } from 'drizzle-orm'
import type { AttachmentState } from '../../../shared/contracts/messages.ts'
import { isId, type AttachmentId } from '../../../shared/ids.ts'
import { ChannelError, type Adapters, type ChannelAdapter } from '../../adapters/contract/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { PermanentJobError } from '../../platform/jobs/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { attachments, messages } from '../../schema/index.ts'
import type { ChannelDirectory } from '../channels/index.ts'

export interface FetchServices {
  adapters: Adapters
  directory: ChannelDirectory
  storage: Storage
}

const LAST_ATTEMPT = 8

/**
 * The job that brings a customer's file from the provider into our storage. The provider keeps it for
 * days and its addresses for minutes, so each attempt asks for a new one.
 */
export async function fetchAttachment(
  services: FetchServices,
  db: WorkspaceDb,
  payload: unknown,
): Promise<void> {
  const attachmentId = idOf(payload)
  const file = await find(db, attachmentId)
  if (!file || file.state !== 'pending' || !file.externalMediaId) return
  try {
    const channel = await services.directory.byId(file.channelId)
    if (!channel || channel.workspaceId !== db.workspaceId)
      throw new PermanentJobError('the channel is disconnected')
    const adapter = services.adapters[channel.kind] as unknown as ChannelAdapter
    const media = await adapter.fetchMedia(file.externalMediaId, channel)
    const stored = await services.storage.write({
      workspaceId: db.workspaceId,
      attachmentId,
      source: media.body,
      maxBytes: adapter.capabilities.inboundMediaMaxBytes,
    })
    if (media.sha256 && media.sha256 !== stored.sha256) throw new Error('the file arrived damaged')
    await settle(db, file, { state: 'ready', size: stored.size, sha256: stored.sha256, error: null })
  } catch (error) {
    if (error instanceof AppError && error.code === 'PAYLOAD_TOO_LARGE') {
      await settle(db, file, { state: 'too_big', error: error.message })
      return
    }
    await countFailure(db, file, error)
  }
}

/** Retried while there is hope; then the message shows that its file could not be fetched. */
async function countFailure(db: WorkspaceDb, file: FoundFile, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message.slice(0, 255) : 'unknown'
  const hopeless =
    error instanceof PermanentJobError ||
    (error instanceof ChannelError &&
      (error.reason === 'rejected' || error.reason === 'invalid_recipient')) ||
    file.attempts + 1 >= LAST_ATTEMPT
  if (hopeless) {
    await settle(db, file, { state: 'failed', error: reason })
    return
  }
  await db.orm
    .update(attachments)
    .set({ attempts: file.attempts + 1, error: reason })
    .where(own(db, attachments, eq(attachments.id, file.id)))
  throw error
}

type FoundFile = NonNullable<Awaited<ReturnType<typeof find>>>

async function find(db: WorkspaceDb, id: AttachmentId) {
  const [row] = await db.orm
    .select({
      id: attachments.id,
      state: attachments.state,
      attempts: attachments.attempts,
      externalMediaId: attachments.externalMediaId,
      messageId: messages.id,
      channelId: messages.channelId,
      conversationId: messages.conversationId,
      threadId: messages.threadId,
    })
    .from(attachments)
    .innerJoin(messages, own(db, messages, eq(messages.id, attachments.messageId)))
    .where(own(db, attachments, eq(attachments.id, id)))
  return row
}

async function settle(
  db: WorkspaceDb,
  file: FoundFile,
  values: { state: AttachmentState; error: string | null; size?: number; sha256?: string },
): Promise<void> {
  await db.tx(async (tx) => {
    await tx.orm
      .update(attachments)
      .set({ ...values, attempts: file.attempts + 1 })
      .where(own(tx, attachments, eq(attachments.id, file.id)))
    tx.emit({
      type: 'attachment.changed',
      data: {
        attachmentId: file.id,
        messageId: file.messageId,
        conversationId: file.conversationId,
        threadId: file.threadId,
        state: values.state,
      },
    })
  })
}

function idOf(payload: unknown): AttachmentId {
  const id = (payload as { attachmentId?: unknown } | null)?.attachmentId
  if (!isId('attachment', id)) throw new PermanentJobError('payload names no attachment')
  return id
}
