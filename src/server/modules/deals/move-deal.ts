import type { Actor } from '../../../shared/actor.ts'
import type { MoveDeal, MovedDeal } from '../../../shared/contracts/deals.ts'
import type { ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { lockStage } from '../pipelines/index.ts'
import { changeDeal, refuseDeleted } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { passGate, refuseRemoved } from './gate.ts'
import { addContact } from './link-contacts.ts'
import { placeIn } from './place.ts'
import { findContacts } from './references.ts'
import { factsOf } from './update-deal.ts'

/**
 * Puts an open deal into a stage, at a place in it. The last move counts: one that was made on an older
 * version is not refused, but its maker is told. A stage that asks for fields takes them in the same call.
 * @throws AppError REQUIRED_FIELDS_MISSING, CONFLICT where the deal is closed or deleted, NOT_FOUND
 */
export function moveDeal(db: WorkspaceDb, input: MoveDeal, actor: Actor): Promise<MovedDeal> {
  return db.tx(async (tx) => {
    // The stage first, as everybody does who places a deal.
    const stage = await lockStage(tx, input.stageId)
    const row = await repo.findLocked(tx, input.id)
    const position = await placeIn(tx, stage, { ...input, dealId: row.id })
    const { contactId, ...facts } = input.facts ?? {}
    const contact = contactId && (await findContacts(tx, [contactId]))[0]
    const change = await factsOf(tx, row, facts)
    refuseRemoved(stage)
    refuseDeleted(row)
    refuseClosed(row)
    const after = { ...row, ...change }
    if (row.stageId !== stage.id)
      await passGate(tx, stage, { row: after, willHaveContact: contact !== undefined })
    if (contact) await linkOnTheWay(tx, row, contact.id)
    const deal = await changeDeal(tx, row, {
      change: { ...change, pipelineId: stage.pipelineId, stageId: stage.id, position },
      told: { actor, event: 'deal.moved' },
    })
    return { deal, overtook: input.version !== undefined && input.version !== row.version }
  })
}

async function linkOnTheWay(tx: WorkspaceTx, row: repo.DealRow, contactId: ContactId): Promise<void> {
  await addContact(tx, row, { contactId, role: null, isPrimary: false })
}

export function refuseClosed(row: repo.DealRow): void {
  if (row.status !== 'open')
    throw new AppError('CONFLICT', 'the deal is closed; reopen it first', {
      details: { reason: 'closed', version: row.version },
    })
}
