import { and, eq, inArray, type SQL } from 'drizzle-orm'
import { idOfKey, recordKeyOf, type ContactId, type ThreadId } from '../../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import { consents, conversations, identities, notes, tasks, threads } from '../../../schema/index.ts'
import { chunksOf, type Move, type Mover, type Pair } from './move.ts'

/**
 * Rows that name their contact in one column: changing hands is a new value there. All five tables have
 * an id of 16 bytes; they stand here under the type of one of them.
 */
interface OwnedRows {
  kind: string
  table: typeof threads
  ofContact(id: ContactId): SQL
  column(id: ContactId): Partial<typeof threads.$inferInsert>
}

const byContact = (kind: string, table: typeof threads): OwnedRows => ({
  kind,
  table,
  ofContact: (id) => eq(table.contactId, id),
  column: (id) => ({ contactId: id }),
})

const byRecord = (kind: string, table: typeof notes | typeof tasks): OwnedRows => ({
  kind,
  table: table as never,
  ofContact: (id) => and(eq(table.entity, 'contact'), eq(table.recordId, recordKeyOf(id))) as SQL,
  column: (id) => ({ recordId: recordKeyOf(id) }) as never,
})

async function take(tx: WorkspaceTx, rows: OwnedRows, { winnerId, loserId }: Pair): Promise<Move[]> {
  const { table } = rows
  const found = await tx.orm
    .select({ id: table.id })
    .from(table)
    .where(own(tx, table, rows.ofContact(loserId)))
    .orderBy(table.id)
    .for('update')
  if (found.length > 0)
    await tx.orm
      .update(table)
      .set(rows.column(winnerId))
      .where(own(tx, table, rows.ofContact(loserId)))
  return found.map(({ id }) => ({ rowId: recordKeyOf(id), data: null }))
}

/** Rows that went elsewhere meanwhile stay there. */
async function giveBack(
  tx: WorkspaceTx,
  rows: OwnedRows,
  { pair, moves }: { pair: Pair; moves: Move[] },
): Promise<void> {
  const { table } = rows
  for (const chunk of chunksOf(moves))
    await tx.orm
      .update(table)
      .set(rows.column(pair.loserId))
      .where(own(tx, table, rows.ofContact(pair.winnerId), inArray(table.id, idsOf(chunk))))
}

/** Only the 16 bytes count here, whatever the kind. */
const idsOf = (moves: Move[]) => moves.map(({ rowId }) => idOfKey('thread', rowId))

function moverOf(rows: OwnedRows): Mover {
  return {
    kind: rows.kind,
    take: (tx, pair) => take(tx, rows, pair),
    giveBack: (tx, pair, moves) => giveBack(tx, rows, { pair, moves }),
  }
}

const threadRows = moverOf(byContact('thread', threads))

/** A conversation's contact is its thread's, always: also of those that began after the merge. */
export const threadMover: Mover = {
  kind: threadRows.kind,
  take: async (tx, pair) => {
    const moves = await threadRows.take(tx, pair)
    await tx.orm
      .update(conversations)
      .set({ contactId: pair.winnerId })
      .where(own(tx, conversations, eq(conversations.contactId, pair.loserId)))
    return moves
  },
  giveBack: async (tx, pair, moves) => {
    await threadRows.giveBack(tx, pair, moves)
    for (const chunk of chunksOf(moves))
      await tx.orm
        .update(conversations)
        .set({ contactId: pair.loserId })
        .where(
          own(
            tx,
            conversations,
            eq(conversations.contactId, pair.winnerId),
            inArray(conversations.threadId, idsOf(chunk) as ThreadId[]),
          ),
        )
  },
}

const identityRows = moverOf(byContact('identity', identities as never))

/** A contact has one primary address of each kind: the winner's stays, the loser's counts where it has none. */
export const identityMover: Mover = {
  kind: identityRows.kind,
  take: async (tx, pair) => {
    const kept = await primariesOf(tx, pair.winnerId)
    const stepping = await primariesOf(tx, pair.loserId)
    const moves = await identityRows.take(tx, pair)
    const kinds = new Set(kept.map(({ kind }) => kind))
    await setPrimary(tx, {
      ids: stepping.filter(({ kind }) => kinds.has(kind)).map(({ id }) => id),
      isPrimary: false,
    })
    const were = new Set(stepping.map(({ id }) => recordKeyOf(id)))
    return moves.map(({ rowId }) => ({ rowId, data: { isPrimary: were.has(rowId) } }))
  },
  giveBack: async (tx, pair, moves) => {
    await identityRows.giveBack(tx, pair, moves)
    for (const isPrimary of [true, false]) {
      const same = moves.filter(({ data }) => (data as { isPrimary: boolean }).isPrimary === isPrimary)
      for (const chunk of chunksOf(same))
        await setPrimary(tx, { ids: chunk.map(({ rowId }) => idOfKey('identity', rowId)), isPrimary })
    }
  },
}

function primariesOf(tx: WorkspaceTx, contactId: ContactId) {
  return tx.orm
    .select({ id: identities.id, kind: identities.kind })
    .from(identities)
    .where(own(tx, identities, eq(identities.contactId, contactId), eq(identities.isPrimary, true)))
}

async function setPrimary(
  tx: WorkspaceTx,
  { ids, isPrimary }: { ids: (typeof identities.$inferSelect)['id'][]; isPrimary: boolean },
): Promise<void> {
  if (ids.length === 0) return
  await tx.orm
    .update(identities)
    .set({ isPrimary })
    .where(own(tx, identities, inArray(identities.id, ids)))
}

export const consentMover = moverOf(byContact('consent', consents as never))
export const noteMover = moverOf(byRecord('note', notes))
export const taskMover = moverOf(byRecord('task', tasks))
