import { memberOf, type Actor } from '../../../../shared/actor.ts'
import type { MergeContacts, MergedDto } from '../../../../shared/contracts/contacts.ts'
import { newId, type MergeId } from '../../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import { AppError } from '../../../platform/errors.ts'
import { contactMerges } from '../../../schema/index.ts'
import { changesBetween } from '../../records/index.ts'
import type { ContactRow } from '../contact-dto.ts'
import { removeTerms, writeTerms } from '../contact-writes.ts'
import * as repo from '../contacts.repo.ts'
import { fieldIdsOf, lookupsOf, replaceLookups, type Lookup } from './custom-values.ts'
import { companyMover, dealMover, labelMover } from './linked-rows.ts'
import { takenFrom, type Taken } from './merge-facts.ts'
import { noteMoves, type Mover, type Pair } from './move.ts'
import { consentMover, identityMover, noteMover, taskMover, threadMover } from './owned-rows.ts'

const DAY = 24 * 3_600_000

/** Threads first, as everybody who writes about a chat locks them. Messages hang on threads: none moves. */
export const MOVERS: readonly Mover[] = [
  threadMover,
  identityMover,
  companyMover,
  labelMover,
  noteMover,
  taskMover,
  dealMover,
  consentMover,
]

/** Both contacts as they were, and what they were found by under custom fields. */
export interface BeforeMerge {
  winner: { row: ContactRow; taken: Taken; lookups: Lookup[] }
  loser: { row: ContactRow; lookups: Lookup[] }
}

/**
 * Makes one contact of two: everything of the loser becomes the winner's, whose id the loser's leads to
 * from then on. Each row that moves is noted, so that the merge can be undone for a day.
 * @throws AppError NOT_FOUND, CONFLICT with `reason` `same`, `merged` or `deleted`, VALIDATION_FAILED
 */
export function mergeContacts(
  db: WorkspaceDb,
  { now, ...input }: MergeContacts & { now: Date },
  actor: Actor,
): Promise<MergedDto> {
  return db.tx(async (tx) => {
    const { winner, loser } = await lockedPair(tx, input)
    const taken = takenFrom(loser, winner, input.choices)
    const before = await moveFacts(tx, { winner, loser, taken })
    const mergeId = newId('merge')
    const undoUntil = new Date(now.getTime() + DAY)
    await tx.orm.insert(contactMerges).values({
      workspaceId: tx.workspaceId,
      id: mergeId,
      winnerId: winner.id,
      loserId: loser.id,
      before,
      by: memberOf(actor),
      undoUntil,
    })
    await moveRows(tx, mergeId, { winnerId: winner.id, loserId: loser.id })
    tell(tx, { actor, winner, loser, taken })
    return { mergeId, contact: await repo.find(tx, winner.id), undoUntil: undoUntil.toISOString() }
  })
}

/** Both rows, locked in the order of their ids: two who merge crosswise meet instead of waiting for ever. */
async function lockedPair(
  tx: WorkspaceTx,
  { winnerId, loserId }: Pair,
): Promise<{ winner: ContactRow; loser: ContactRow }> {
  const rows = new Map<string, ContactRow>()
  for (const id of [winnerId, loserId].sort()) rows.set(id, await repo.findLocked(tx, id))
  const [winner, loser] = [rows.get(winnerId), rows.get(loserId)]
  if (!winner || !loser || winnerId === loserId)
    throw refusal('same', 'a contact cannot be merged with itself')
  if (winner.mergedIntoId || loser.mergedIntoId)
    throw refusal('merged', 'one of them is part of another contact already')
  if (winner.deletedAt) throw refusal('deleted', 'the contact that stays was deleted: restore it first')
  return { winner, loser }
}

const refusal = (reason: string, message: string) =>
  new AppError('CONFLICT', message, { details: { reason } })

async function moveFacts(
  tx: WorkspaceTx,
  { winner, loser, taken }: { winner: ContactRow; loser: ContactRow; taken: Taken },
): Promise<BeforeMerge> {
  const fieldIds = await fieldIdsOf(tx, taken.customKeys)
  const [ours, theirs] = [await lookupsOf(tx, winner.id, fieldIds), await lookupsOf(tx, loser.id)]
  const moved = theirs.filter((lookup) => fieldIds.includes(lookup.fieldId))
  await replaceLookups(tx, loser.id, { fieldIds: theirs.map(({ fieldId }) => fieldId), lookups: [] })
  await replaceLookups(tx, winner.id, { fieldIds, lookups: moved })
  await repo.change(tx, winner, taken.set)
  await repo.change(tx, loser, { mergedIntoId: winner.id })
  await removeTerms(tx, loser.id)
  if (taken.set.name !== undefined) await writeTerms(tx, winner.id, taken.set.name)
  return { winner: { row: winner, taken, lookups: ours }, loser: { row: loser, lookups: theirs } }
}

async function moveRows(tx: WorkspaceTx, mergeId: MergeId, pair: Pair): Promise<void> {
  for (const mover of MOVERS)
    await noteMoves(tx, { mergeId, kind: mover.kind, moves: await mover.take(tx, pair) })
}

interface Merged {
  actor: Actor
  winner: ContactRow
  loser: ContactRow
  taken: Taken
}

function tell(tx: WorkspaceTx, { actor, winner, loser, taken }: Merged): void {
  tx.emit({ type: 'contact.merged', data: { contactId: winner.id, mergedId: loser.id } })
  const changes = changesBetween({ ...winner }, taken.set)
  const action = 'contact.merged'
  tx.audit({
    actor,
    action,
    entity: 'contact',
    recordId: winner.id,
    before: changes?.before ?? {},
    after: { ...changes?.after, mergedId: loser.id, mergedName: loser.name },
  })
  tx.audit({
    actor,
    action,
    entity: 'contact',
    recordId: loser.id,
    before: { mergedIntoId: null },
    after: { mergedIntoId: winner.id },
  })
}
