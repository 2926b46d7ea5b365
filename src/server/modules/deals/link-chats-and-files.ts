import { eq, isNull, or, sql } from 'drizzle-orm'
import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { DealState } from '../../../shared/contracts/deals.ts'
import type { AttachmentId, ConversationId, DealId, ThreadId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { attachments, dealFiles, dealThreads } from '../../schema/index.ts'
import { changeDeal, refuseDeleted } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { findThread, threadOfConversation } from './references.ts'

type ChatRef = { id: DealId } & ({ threadId: ThreadId } | { conversationId: ConversationId })

/** The chat as a whole belongs to the deal, its past and its future conversations. */
export function linkThread(db: WorkspaceDb, input: ChatRef, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const threadId = await threadIdOf(tx, input)
    refuseDeleted(row)
    const [known] = await tx.orm
      .select({ threadId: dealThreads.threadId })
      .from(dealThreads)
      .where(own(tx, dealThreads, eq(dealThreads.dealId, row.id), eq(dealThreads.threadId, threadId)))
    if (known) return repo.stateOfRow(tx, row)
    await tx.orm.insert(dealThreads).values({ workspaceId: tx.workspaceId, dealId: row.id, threadId })
    const beside = { before: { thread: null }, after: { thread: threadId } }
    return changeDeal(tx, row, { change: {}, told: { actor, event: 'deal.updated', beside } })
  })
}

export function unlinkThread(
  db: WorkspaceDb,
  input: { id: DealId; threadId: ThreadId },
  actor: Actor,
): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const { threadId } = await findThread(tx, input.threadId)
    refuseDeleted(row)
    const [gone] = await tx.orm
      .delete(dealThreads)
      .where(own(tx, dealThreads, eq(dealThreads.dealId, row.id), eq(dealThreads.threadId, threadId)))
    if (gone.affectedRows === 0) return repo.stateOfRow(tx, row)
    const beside = { before: { thread: threadId }, after: { thread: null } }
    return changeDeal(tx, row, { change: {}, told: { actor, event: 'deal.updated', beside } })
  })
}

async function threadIdOf(scope: Scope, input: ChatRef): Promise<ThreadId> {
  const found =
    'threadId' in input
      ? await findThread(scope, input.threadId)
      : await threadOfConversation(scope, input.conversationId)
  return found.threadId
}

interface FileRef {
  id: DealId
  attachmentId: AttachmentId
}

/** A file that the caller uploaded, or one of a message. It is kept as long as the deal. */
export function linkFile(db: WorkspaceDb, input: FileRef, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const file = await findFile(tx, input.attachmentId, actor)
    refuseDeleted(row)
    const [added] = await tx.orm
      .insert(dealFiles)
      .values({ workspaceId: tx.workspaceId, dealId: row.id, attachmentId: file.id })
      .onDuplicateKeyUpdate({ set: { attachmentId: sql`${dealFiles.attachmentId}` } })
    if (added.affectedRows === 0) return repo.stateOfRow(tx, row)
    // From now on it is no unsent upload that housekeeping takes away.
    await tx.orm
      .update(attachments)
      .set({ state: 'ready' })
      .where(own(tx, attachments, eq(attachments.id, file.id), eq(attachments.state, 'uploaded')))
    const beside = { before: { file: null }, after: { file: file.fileName ?? file.id } }
    return changeDeal(tx, row, { change: {}, told: { actor, event: 'deal.updated', beside } })
  })
}

export function unlinkFile(db: WorkspaceDb, input: FileRef, actor: Actor): Promise<DealState> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    const file = await findFile(tx, input.attachmentId, actor)
    refuseDeleted(row)
    const [gone] = await tx.orm
      .delete(dealFiles)
      .where(own(tx, dealFiles, eq(dealFiles.dealId, row.id), eq(dealFiles.attachmentId, file.id)))
    if (gone.affectedRows === 0) return repo.stateOfRow(tx, row)
    const beside = { before: { file: file.fileName ?? file.id }, after: { file: null } }
    return changeDeal(tx, row, { change: {}, told: { actor, event: 'deal.updated', beside } })
  })
}

/** A file of a message or of a deal is everybody's; one that waits to be sent is its uploader's. */
async function findFile(scope: Scope, id: AttachmentId, actor: Actor) {
  const uploader = memberOf(actor)
  const [row] = await scope.orm
    .select()
    .from(attachments)
    .where(
      own(
        scope,
        attachments,
        eq(attachments.id, id),
        or(
          sql`${attachments.state} <> 'uploaded'`,
          uploader ? eq(attachments.uploadedBy, uploader) : isNull(attachments.uploadedBy),
        ),
      ),
    )
  if (!row) throw notFound('file')
  return row
}
