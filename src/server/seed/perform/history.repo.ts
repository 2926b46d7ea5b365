import { and, eq, gt, inArray, isNotNull, isNull, ne, sql, type SQL } from 'drizzle-orm'
import type { DeliveryStatus, MessageError, MessagePayload } from '../../../shared/contracts/messages.ts'
import type { AttachmentId, ChannelId, MessageId, UserId, WorkspaceId } from '../../../shared/ids.ts'
import { changeLocked, findLocked, stateOf } from '../../modules/conversations/index.ts'
import { previewOf } from '../../modules/messages/index.ts'
import type { SystemDb } from '../../platform/db/system-db.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import {
  attachments,
  channels,
  contacts,
  conversations,
  jobs,
  memberships,
  messages,
  outbox,
  threads,
  users,
  workspaces,
} from '../../schema/index.ts'
import type { Place } from './stage.ts'

/**
 * Writes of the past that no use case offers, because nobody may rewrite history: messages of ours
 * that were never sent from here, files that no provider keeps any more, and creation dates.
 */
export interface PastMessage {
  id: MessageId
  externalKey: string | null
  clientToken: string
  authorId: UserId | null
  type: string
  text: string | null
  payload: MessagePayload | null
  quotedExternalKey: string | null
  status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read' | 'played' | 'unknown'>
  error: MessageError | null
  sentAt: Date
  deliveredAt: Date | null
  readAt: Date | null
  file?: PastFile
}

export interface PastFile {
  id: AttachmentId
  kind: string
  mime: string
  fileName: string | null
  size: number
  sha256: string
}

/** Messages of ours with what became of them; nothing is queued for sending. */
export async function writeSent(db: WorkspaceDb, place: Place, past: readonly PastMessage[]): Promise<void> {
  const last = past.at(-1)
  if (!last) return
  await db.tx(async (tx) => {
    const { conversation, thread } = await findLocked(tx, place.conversationId)
    const ids = { workspaceId: tx.workspaceId, channelId: conversation.channelId, threadId: thread.id }
    await tx.orm.insert(messages).values(
      past.map(({ file: _file, ...message }) => ({
        ...ids,
        ...message,
        conversationId: conversation.id,
        direction: 'outbound' as const,
        origin: message.authorId ? ('agent' as const) : ('api' as const),
      })),
    )
    await attach(tx, past)
    await hold(tx, ids, past)
    await tx.orm
      .update(threads)
      .set({
        lastOutboundAt: sql`greatest(coalesce(${threads.lastOutboundAt}, ${last.sentAt}), ${last.sentAt})`,
      })
      .where(own(tx, threads, eq(threads.id, thread.id)))
    const changed = await changeLocked(tx, conversation, {
      firstReplyAt: conversation.firstReplyAt ?? past[0]?.sentAt ?? null,
      ...(last.sentAt >= conversation.lastMessageAt && answeredBy(last)),
    })
    for (const { id } of past)
      tx.emit({ type: 'message.created', data: { messageId: id, conversation: stateOf(changed) } })
  })
}

function answeredBy(last: PastMessage) {
  return {
    waitingSince: null,
    unreadCount: 0,
    lastMessageAt: last.sentAt,
    lastDirection: 'outbound' as const,
    lastMessageType: last.type,
    preview: previewOf({ text: last.text, fileName: last.file?.fileName }),
  }
}

async function attach(tx: WorkspaceTx, past: readonly PastMessage[]): Promise<void> {
  const rows = past.flatMap(({ id: messageId, authorId: uploadedBy, file }) =>
    file ? [{ workspaceId: tx.workspaceId, ...file, messageId, uploadedBy, state: 'ready' as const }] : [],
  )
  if (rows.length > 0) await tx.orm.insert(attachments).values(rows)
}

/** A send whose outcome nobody knows waits for a person's decision. */
async function hold(
  tx: WorkspaceTx,
  ids: Pick<typeof outbox.$inferInsert, 'workspaceId' | 'channelId' | 'threadId'>,
  past: readonly PastMessage[],
): Promise<void> {
  const rows = past
    .filter((message) => message.status === 'unknown')
    .map(({ id: messageId, sentAt: runAt }) => ({
      ...ids,
      messageId,
      state: 'held' as const,
      runAt,
      attempts: 1,
    }))
  if (rows.length > 0) await tx.orm.insert(outbox).values(rows)
}

export interface Located extends Place {
  messageId: MessageId
}

/** Where a message stands, by the provider's name for it. */
export async function locate(
  db: WorkspaceDb,
  channelId: ChannelId,
  externalKey: string,
): Promise<Located | undefined> {
  const [row] = await db.orm
    .select({ messageId: messages.id, threadId: messages.threadId, conversationId: messages.conversationId })
    .from(messages)
    .where(own(db, messages, and(eq(messages.channelId, channelId), eq(messages.externalKey, externalKey))))
  return row
}

/** Where the workspace's messages stand, by the provider's name for each and by our token. */
export async function placesByKey(db: WorkspaceDb): Promise<ReadonlyMap<string, Place>> {
  const rows = await db.orm
    .select({
      externalKey: messages.externalKey,
      clientToken: messages.clientToken,
      threadId: messages.threadId,
      conversationId: messages.conversationId,
    })
    .from(messages)
    .where(own(db, messages))
  const places = new Map<string, Place>()
  for (const { externalKey, clientToken, ...place } of rows)
    for (const key of [externalKey, clientToken]) if (key !== null) places.set(key, place)
  return places
}

/** What the pipeline made now began when its first message came. */
export async function backdateThreads(db: WorkspaceDb): Promise<void> {
  const firstOf = (...where: SQL[]) =>
    sql<Date>`(select min(${messages.sentAt}) from ${messages} where ${own(db, messages, ...where)})`
  await db.orm
    .update(conversations)
    .set({
      createdAt: firstOf(
        eq(messages.threadId, conversations.threadId),
        eq(messages.conversationId, conversations.id),
        ne(messages.direction, 'internal'),
      ),
    })
    .where(own(db, conversations))
  await db.orm
    .update(threads)
    .set({ createdAt: firstOf(eq(messages.threadId, threads.id)) })
    .where(own(db, threads))
  const thread = sql`(select min(${threads.createdAt}) from ${threads} where ${own(db, threads, eq(threads.contactId, contacts.id))})`
  await db.orm.update(contacts).set({ createdAt: thread }).where(own(db, contacts))
}

export async function backdateWorkspace(systemDb: SystemDb, db: WorkspaceDb, at: Date): Promise<void> {
  await systemDb('operator-cli')
    .update(workspaces)
    .set({ createdAt: at })
    .where(eq(workspaces.id, db.workspaceId))
  await db.orm
    .update(channels)
    .set({ createdAt: at })
    .where(own(db, channels, gt(channels.createdAt, at)))
}

/** What a person chose since is left alone. */
export async function setFirstLocale(systemDb: SystemDb, userId: UserId, locale: string): Promise<void> {
  await systemDb('operator-cli')
    .update(users)
    .set({ locale })
    .where(and(eq(users.id, userId), isNull(users.locale)))
}

export async function memberEmails(systemDb: SystemDb, slug: string): Promise<string[]> {
  const rows = await systemDb('operator-cli')
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(workspaces.slug, slug))
  return rows.map((row) => row.email)
}

export async function workspaceIdOf(systemDb: SystemDb, slug: string): Promise<WorkspaceId | undefined> {
  const [row] = await systemDb('workspace-by-slug')
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(eq(workspaces.slug, slug))
  return row?.id
}

/** Users among these e-mails. */
export async function usersByEmail(systemDb: SystemDb, emails: readonly string[]) {
  return systemDb('operator-cli')
    .select({ id: users.id, email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(inArray(users.email, [...emails]))
}

/** The files that messages brought along and that wait to be fetched. */
export async function waitingFiles(db: WorkspaceDb, messageIds: readonly MessageId[]) {
  return db.orm
    .select({ id: attachments.id, messageId: attachments.messageId })
    .from(attachments)
    .where(
      own(
        db,
        attachments,
        and(inArray(attachments.messageId, [...messageIds]), isNotNull(attachments.externalMediaId)),
      ),
    )
}

/** Ends the wait for a file: its bytes are stored, or the reason why they never will be. */
export async function settleFile(
  db: WorkspaceDb,
  id: AttachmentId,
  outcome: { state: 'ready'; size: number; sha256: string } | { state: 'too_big' | 'failed'; error: string },
): Promise<void> {
  await db.tx(async (tx) => {
    await tx.orm
      .update(attachments)
      .set({ error: null, ...outcome, attempts: 1 })
      .where(own(tx, attachments, eq(attachments.id, id)))
    await tx.orm
      .delete(jobs)
      .where(own(tx, jobs, and(eq(jobs.name, 'attachments.fetch'), eq(jobs.dedupeKey, id))))
  })
}
