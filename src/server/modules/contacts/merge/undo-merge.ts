import { eq } from 'drizzle-orm'
import type { Actor } from '../../../../shared/actor.ts'
import type { ContactDto } from '../../../../shared/contracts/contacts.ts'
import type { MergeId } from '../../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { contactMerges } from '../../../schema/index.ts'
import type { ContactRow } from '../contact-dto.ts'
import { writeTerms } from '../contact-writes.ts'
import * as repo from '../contacts.repo.ts'
import { fieldIdsOf, replaceLookups } from './custom-values.ts'
import { MOVERS, type BeforeMerge } from './merge-contacts.ts'
import { isSame } from './merge-facts.ts'
import { movesOf } from './move.ts'

type MergeRow = typeof contactMerges.$inferSelect

/**
 * Takes a merge back: the loser is a contact of its own again, with each row that the merge took from it.
 * What came to the winner since stays there, and so does what somebody changed since; only the
 * conversations of a chat that goes back go with it.
 * @returns the contact that is itself again
 * @throws AppError NOT_FOUND, TOO_LATE, CONFLICT where the winner was itself merged since
 */
export function undoMerge(
  db: WorkspaceDb,
  { mergeId, now }: { mergeId: MergeId; now: Date },
  actor: Actor,
): Promise<ContactDto> {
  return db.tx(async (tx) => {
    const merge = await locked(tx, mergeId)
    if (merge.undoneAt || now > merge.undoUntil)
      throw new AppError(
        'TOO_LATE',
        merge.undoneAt ? 'the merge was undone already' : 'the day to undo it is over',
      )
    const { winner, loser } = await lockedRows(tx, merge)
    await giveBackFacts(tx, merge.before as unknown as BeforeMerge, { winner, loser })
    const moves = await movesOf(tx, mergeId)
    const pair = { winnerId: winner.id, loserId: loser.id }
    for (const mover of MOVERS) await mover.giveBack(tx, pair, moves.get(mover.kind) ?? [])
    await tx.orm
      .update(contactMerges)
      .set({ undoneAt: now })
      .where(own(tx, contactMerges, eq(contactMerges.id, mergeId)))
    tell(tx, { actor, winner, loser })
    return repo.find(tx, loser.id)
  })
}

async function locked(tx: WorkspaceTx, id: MergeId): Promise<MergeRow> {
  const [row] = await tx.orm
    .select()
    .from(contactMerges)
    .where(own(tx, contactMerges, eq(contactMerges.id, id)))
    .for('update')
  if (!row) throw notFound('merge')
  return row
}

async function lockedRows(
  tx: WorkspaceTx,
  merge: MergeRow,
): Promise<{ winner: ContactRow; loser: ContactRow }> {
  const [first, second] = [merge.winnerId, merge.loserId].sort()
  if (first === undefined || second === undefined) throw new Error('a merge without contacts')
  const rows = [await repo.findLocked(tx, first), await repo.findLocked(tx, second)]
  const winner = rows.find((row) => row.id === merge.winnerId)
  const loser = rows.find((row) => row.id === merge.loserId)
  if (!winner || !loser) throw notFound('contact')
  if (winner.mergedIntoId || loser.mergedIntoId !== winner.id)
    throw new AppError('CONFLICT', 'undo the later merge first', { details: { reason: 'merged_since' } })
  return { winner, loser }
}

async function giveBackFacts(
  tx: WorkspaceTx,
  before: BeforeMerge,
  { winner, loser }: { winner: ContactRow; loser: ContactRow },
): Promise<void> {
  const set = factsGivenBack(before.winner, winner)
  await repo.change(tx, winner, set)
  await repo.change(tx, loser, { mergedIntoId: null })
  if (set.name !== undefined && !winner.deletedAt) await writeTerms(tx, winner.id, set.name)
  if (!loser.deletedAt) await writeTerms(tx, loser.id, loser.name)
  const returned = customGivenBack(before.winner, winner).keys
  const fieldIds = await fieldIdsOf(tx, returned)
  const lookups = before.winner.lookups.filter(({ fieldId }) => fieldIds.includes(fieldId))
  await replaceLookups(tx, winner.id, { fieldIds, lookups })
  const theirs = before.loser.lookups
  await replaceLookups(tx, loser.id, { fieldIds: theirs.map(({ fieldId }) => fieldId), lookups: theirs })
}

/** The winner's own values again, but for those that somebody changed since the merge. */
function factsGivenBack({ row, taken }: BeforeMerge['winner'], now: ContactRow): Partial<ContactRow> {
  const { custom: _custom, ...columns } = taken.set
  const unchanged = Object.entries(columns).filter(([column, value]) =>
    isSame(now[column as keyof ContactRow], value),
  )
  const { custom, keys } = customGivenBack({ row, taken }, now)
  return {
    ...Object.fromEntries(unchanged.map(([column]) => [column, row[column as keyof ContactRow]])),
    ...(keys.length > 0 && { custom }),
  }
}

function customGivenBack(
  { row, taken }: Pick<BeforeMerge['winner'], 'row' | 'taken'>,
  now: ContactRow,
): { custom: Record<string, unknown>; keys: string[] } {
  const custom = { ...now.custom }
  const keys = taken.customKeys.filter((key) => isSame(custom[key], taken.set.custom?.[key]))
  for (const key of keys) {
    const value = row.custom?.[key]
    if (value === undefined) delete custom[key]
    else custom[key] = value
  }
  return { custom, keys }
}

function tell(
  tx: WorkspaceTx,
  { actor, winner, loser }: { actor: Actor; winner: ContactRow; loser: ContactRow },
): void {
  tx.emit({ type: 'contact.unmerged', data: { contactId: winner.id, mergedId: loser.id } })
  const action = 'contact.unmerged'
  const entity = 'contact'
  const before = { mergedId: loser.id, mergedName: loser.name }
  tx.audit({ actor, action, entity, recordId: winner.id, before, after: null })
  const [was, is] = [{ mergedIntoId: winner.id }, { mergedIntoId: null }]
  tx.audit({ actor, action, entity, recordId: loser.id, before: was, after: is })
}
