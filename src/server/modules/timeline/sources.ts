import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import type { TimelineEntry } from '../../../shared/contracts/timeline.ts'
import { recordKeyOf, type Id, type IdKind } from '../../../shared/ids.ts'
import type { RecordRef } from '../../../shared/records.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { auditLog, conversations, dealContacts, deals, notes, tasks } from '../../schema/index.ts'

/** How far a page has read in one source: the last row shown. */
export type Place = { at: Date; key: string } | undefined

export interface Reading {
  record: RecordRef
  after: Place
  limit: number
}

/** One kind of thing in a timeline, newest first along an index of its own. */
export type Source = (db: WorkspaceDb, reading: Reading) => Promise<TimelineEntry[]>

const changes: Source = async (db, { record, after, limit }) => {
  const rows = await db.orm
    .select()
    .from(auditLog, { forceIndex: 'audit_log_record' })
    .where(
      own(
        db,
        auditLog,
        and(eq(auditLog.entity, record.entity), eq(auditLog.recordId, recordKeyOf(record.recordId))),
        after && lt(auditLog.seq, Number(after.key)),
      ),
    )
    .orderBy(desc(auditLog.seq))
    .limit(limit)
  return rows.map(({ seq, at, action, actorKind, actorId, before, after: next }) => ({
    at: at.toISOString(),
    key: String(seq),
    kind: 'change',
    action,
    actorKind,
    actorId,
    before,
    after: next,
  }))
}

const noted: Source = async (db, { record, after, limit }) => {
  const rows = await db.orm
    .select()
    .from(notes, { forceIndex: 'notes_record' })
    .where(
      own(
        db,
        notes,
        and(eq(notes.entity, record.entity), eq(notes.recordId, recordKeyOf(record.recordId))),
        isNull(notes.deletedAt),
        olderThan(notes, after),
      ),
    )
    .orderBy(desc(notes.createdAt), desc(notes.id))
    .limit(limit)
  return rows.map(({ id, createdAt, authorId, text }) => ({
    at: createdAt.toISOString(),
    key: id,
    kind: 'note',
    noteId: id,
    authorId,
    text,
  }))
}

/** A conversation is one entry, at its last message. */
const talked: Source = async (db, { record, after, limit }) => {
  if (record.entity !== 'contact') return []
  const { lastMessageAt, id } = conversations
  const rows = await db.orm
    .select()
    .from(conversations, { forceIndex: 'conversations_contact' })
    .where(
      own(
        db,
        conversations,
        eq(conversations.contactId, record.recordId),
        after &&
          and(
            lte(lastMessageAt, after.at),
            or(lt(lastMessageAt, after.at), lt(id, after.key as Id<'conversation'>)),
          ),
      ),
    )
    .orderBy(desc(lastMessageAt), desc(id))
    .limit(limit)
  return rows.map((row) => ({
    at: row.lastMessageAt.toISOString(),
    key: row.id,
    kind: 'conversation',
    conversationId: row.id,
    number: row.number,
    status: row.status,
    preview: row.preview,
    lastDirection: row.lastDirection,
  }))
}

const done: Source = async (db, { record, after, limit }) => {
  const { doneAt, id } = tasks
  const rows = await db.orm
    .select()
    .from(tasks, { forceIndex: 'tasks_record' })
    .where(
      own(
        db,
        tasks,
        and(eq(tasks.entity, record.entity), eq(tasks.recordId, recordKeyOf(record.recordId))),
        and(isNotNull(doneAt), isNull(tasks.deletedAt)),
        after && and(lte(doneAt, after.at), or(lt(doneAt, after.at), lt(id, after.key as Id<'task'>))),
      ),
    )
    .orderBy(desc(doneAt), desc(id))
    .limit(limit)
  return rows.map((row) => ({
    at: (row.doneAt ?? row.updatedAt).toISOString(),
    key: row.id,
    kind: 'task',
    taskId: row.id,
    title: row.title,
    type: row.type,
    doneBy: row.doneBy,
  }))
}

/** More deals than this a contact or company shows in its own list. */
const DEALS = 500

const dealt: Source = async (db, { record, after, limit }) => {
  const ids = await dealsOf(db, record)
  if (ids.length === 0) return []
  const rows = await db.orm
    .select()
    .from(deals)
    .where(own(db, deals, inArray(deals.id, ids), isNull(deals.deletedAt), olderThan(deals, after)))
    .orderBy(desc(deals.createdAt), desc(deals.id))
    .limit(limit)
  return rows.map(({ id, createdAt, number, title, status, amount, currency }) => ({
    at: createdAt.toISOString(),
    key: id,
    kind: 'deal',
    dealId: id,
    number,
    title,
    status,
    amount,
    currency,
  }))
}

/** Along deal_contacts_contact or deals_company, the newest first. */
async function dealsOf(db: WorkspaceDb, record: RecordRef): Promise<Id<'deal'>[]> {
  if (record.entity === 'contact') {
    const rows = await db.orm
      .select({ id: dealContacts.dealId })
      .from(dealContacts)
      .where(own(db, dealContacts, eq(dealContacts.contactId, record.recordId)))
      .orderBy(desc(dealContacts.dealId))
      .limit(DEALS)
    return rows.map((row) => row.id)
  }
  if (record.entity !== 'company') return []
  const rows = await db.orm
    .select({ id: deals.id })
    .from(deals)
    .where(own(db, deals, eq(deals.companyId, record.recordId)))
    .orderBy(desc(deals.id))
    .limit(DEALS)
  return rows.map((row) => row.id)
}

function olderThan(table: typeof notes | typeof deals, after: Place) {
  if (!after) return undefined
  const isBefore = lt(table.id as typeof notes.id, after.key as Id<IdKind> as Id<'note'>)
  return and(lte(table.createdAt, after.at), or(lt(table.createdAt, after.at), isBefore))
}

/** In the order of their places in a cursor. */
export const SOURCES = [changes, noted, talked, done, dealt] as const
