import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { DealDetail, DealMove, DealThread } from '../../../shared/contracts/deals.ts'
import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import { recordKeyOf, type DealId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import {
  attachments,
  contacts,
  conversations,
  dealFiles,
  dealMoves,
  dealThreads,
  threads,
} from '../../schema/index.ts'
import { labelsOf } from '../labels/index.ts'
import { attachmentUrl } from '../media/index.ts'
import * as repo from './deals.repo.ts'
import { contactsOf } from './link-contacts.ts'

/** A deal with everything on its page. Deleted ones open too, so that they can be restored. */
export async function getDeal(scope: Scope, by: { id: DealId } | { number: number }): Promise<DealDetail> {
  const row = 'id' in by ? await repo.find(scope, by.id) : await repo.findByNumber(scope, by.number)
  const [state, labels, people, chats, files, moves] = await Promise.all([
    repo.stateOfRow(scope, row),
    labelsOf(scope, 'deal', [row.id]),
    contactsOf(scope, row.id),
    threadsOf(scope, row.id),
    filesOf(scope, row.id),
    movesOf(scope, row.id),
  ])
  return {
    ...state,
    labels: (labels.get(recordKeyOf(row.id)) ?? []).map((label) => label.id),
    source: row.source,
    lostNote: row.lostNote,
    custom: row.custom ?? {},
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    contacts: people,
    threads: chats,
    files,
    moves,
  }
}

async function threadsOf(scope: Scope, dealId: DealId): Promise<DealThread[]> {
  const rows = await scope.orm
    .select({
      threadId: threads.id,
      channelId: threads.channelId,
      contactName: contacts.name,
      conversationId: threads.lastConversationId,
    })
    .from(dealThreads)
    .innerJoin(threads, own(scope, threads, eq(threads.id, dealThreads.threadId)))
    .innerJoin(contacts, own(scope, contacts, eq(contacts.id, threads.contactId)))
    .where(own(scope, dealThreads, eq(dealThreads.dealId, dealId)))
    .orderBy(asc(dealThreads.createdAt))
  const numbers = await numbersOf(
    scope,
    rows.flatMap((row) => row.conversationId ?? []),
  )
  return rows.map((row) => ({
    ...row,
    conversationNumber: row.conversationId ? (numbers.get(row.conversationId) ?? null) : null,
  }))
}

async function numbersOf(scope: Scope, ids: NonNullable<DealThread['conversationId']>[]) {
  if (ids.length === 0) return new Map<string, number>()
  const rows = await scope.orm
    .select({ id: conversations.id, number: conversations.number })
    .from(conversations)
    .where(own(scope, conversations, inArray(conversations.id, ids)))
  return new Map<string, number>(rows.map((row) => [row.id, row.number]))
}

async function filesOf(scope: Scope, dealId: DealId): Promise<AttachmentDto[]> {
  const rows = await scope.orm
    .select({ file: attachments })
    .from(dealFiles)
    .innerJoin(attachments, own(scope, attachments, eq(attachments.id, dealFiles.attachmentId)))
    .where(own(scope, dealFiles, eq(dealFiles.dealId, dealId)))
    .orderBy(desc(dealFiles.createdAt))
  return rows.map(({ file: { id, kind, mime, size, fileName, state } }) => ({
    id,
    mime,
    size,
    fileName,
    state,
    type: kind as AttachmentDto['type'],
    url: state === 'ready' || state === 'uploaded' ? attachmentUrl(scope.workspaceId, id) : null,
  }))
}

async function movesOf(scope: Scope, dealId: DealId): Promise<DealMove[]> {
  const rows = await scope.orm
    .select()
    .from(dealMoves)
    .where(own(scope, dealMoves, and(eq(dealMoves.dealId, dealId))))
    .orderBy(asc(dealMoves.ordinal))
  return rows.map((row) => ({
    stageId: row.stageId,
    status: row.status,
    enteredAt: row.enteredAt.toISOString(),
    leftAt: row.leftAt?.toISOString() ?? null,
    by: row.by,
  }))
}
