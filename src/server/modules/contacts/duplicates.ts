import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { DismissDuplicate, DuplicateDto, ListDuplicates } from '../../../shared/contracts/contacts.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ContactId } from '../../../shared/ids.ts'
import { decodePair, pageOf } from '../../platform/cursor.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { contacts, mergeSuggestions } from '../../schema/index.ts'
import { requireRecords } from '../records/index.ts'
import * as repo from './contacts.repo.ts'

/**
 * Pairs that may be one person, those with the newest contacts first. Pairs of which one was merged or
 * deleted are not told. Walks the primary key backwards.
 */
export async function listDuplicates(db: WorkspaceDb, input: ListDuplicates): Promise<Page<DuplicateDto>> {
  const rows = await pairs(db, input)
  const page = pageOf(rows, input.limit, (row) => [row.contactId, row.otherContactId])
  const ids = [...new Set(page.items.flatMap((row) => [row.contactId, row.otherContactId]))]
  const found = new Map((await repo.findMany(db, ids)).map((contact) => [contact.id, contact]))
  return {
    ...page,
    items: page.items.flatMap(({ contactId, otherContactId, reason, createdAt }) => {
      const [contact, other] = [found.get(contactId), found.get(otherContactId)]
      return contact && other ? [{ contact, other, reason, createdAt: createdAt.toISOString() }] : []
    }),
  }
}

async function pairs(db: WorkspaceDb, { cursor, limit }: ListDuplicates) {
  const { contactId, otherContactId, reason, createdAt, dismissedAt, workspaceId } = mergeSuggestions
  const before = cursor === undefined ? undefined : decodePair('contact', cursor)
  const [one, other] = [alias(contacts, 'one'), alias(contacts, 'other')]
  const isThere = (table: typeof one | typeof other, id: typeof contactId) =>
    and(
      eq(table.workspaceId, workspaceId),
      eq(table.id, id),
      isNull(table.deletedAt),
      isNull(table.mergedIntoId),
    )
  return db.orm
    .select({ contactId, otherContactId, reason, createdAt })
    .from(mergeSuggestions)
    .innerJoin(one, isThere(one, contactId))
    .innerJoin(other, isThere(other, otherContactId as never))
    .where(
      own(
        db,
        mergeSuggestions,
        isNull(dismissedAt),
        before && or(lt(contactId, before[0]), and(eq(contactId, before[0]), lt(otherContactId, before[1]))),
      ),
    )
    .orderBy(desc(contactId), desc(otherContactId))
    .limit(limit + 1)
}

/**
 * Says that the two are different people: nobody is asked again, whatever is found later.
 * @throws AppError NOT_FOUND
 */
export async function dismissDuplicate(
  db: WorkspaceDb,
  { now, ...input }: DismissDuplicate & { now: Date },
): Promise<DismissDuplicate> {
  await db.tx(async (tx) => {
    const ids = [input.contactId, input.otherContactId].sort() as [ContactId, ContactId]
    await requireRecords(
      tx,
      ids.map((recordId) => ({ entity: 'contact' as const, recordId })),
    )
    const [contactId, otherContactId] = ids
    await tx.orm
      .insert(mergeSuggestions)
      .values({
        workspaceId: tx.workspaceId,
        contactId,
        otherContactId,
        reason: 'dismissed',
        dismissedAt: now,
      })
      .onDuplicateKeyUpdate({ set: { dismissedAt: now } })
  })
  return input
}
