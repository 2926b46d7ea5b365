import { desc, eq } from 'drizzle-orm'
import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { DealState } from '../../../shared/contracts/deals.ts'
import type { DomainEvent } from '../../../shared/events.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { dealMoves, deals } from '../../schema/index.ts'
import * as repo from './deals.repo.ts'
import { moveTotals } from './totals.ts'
import { tellOwner } from './tell-owner.ts'

export type DealChange = Partial<Omit<repo.DealRow, 'workspaceId' | 'id' | 'number' | 'version'>>

type DealEvent = Extract<DomainEvent, { data: { deal: DealState } }>['type']

export interface Told {
  actor: Actor
  /** The event's and the audit's name. */
  event: DealEvent | 'deal.deleted'
  /** Facts outside the row that changed with it, such as its contacts. */
  beside?: { before: Record<string, unknown>; after: Record<string, unknown> }
}

/** Kept by the machine: of no interest to whoever reads what people changed. */
const UNTOLD = new Set(['touchedAt', 'updatedAt', 'stageSince', 'position'])

/**
 * The one way to change a deal that is locked: its row and version, the sums of the board, its history
 * of stages, the audit and the event, all in the caller's transaction. Nothing to change is no change.
 */
export async function changeDeal(
  tx: WorkspaceTx,
  row: repo.DealRow,
  { change, told }: { change: DealChange; told: Told },
): Promise<DealState> {
  const keys = (Object.keys(change) as (keyof DealChange)[]).filter((key) => differs(row[key], change[key]))
  if (keys.length === 0 && !told.beside) return repo.stateOfRow(tx, row)
  const { now } = tx
  const isMoved = keys.includes('stageId') || keys.includes('status')
  const values = {
    ...Object.fromEntries(keys.map((key) => [key, change[key]])),
    touchedAt: now,
    updatedAt: now,
    ...(isMoved ? { stageSince: now } : {}),
    version: row.version + 1,
  }
  const after: repo.DealRow = { ...row, ...values }
  await tx.orm
    .update(deals)
    .set(values)
    .where(own(tx, deals, eq(deals.id, row.id)))
  if (isMoved) await noteMove(tx, after, { at: now, actor: told.actor })
  await moveTotals(tx, [{ before: row, after }])
  audit(tx, { before: row, after, keys, told })
  const deal = await repo.stateOfRow(tx, after)
  emit(tx, deal, told)
  await tellOwner(tx, deal, { was: row.ownerId, actor: told.actor })
  return deal
}

function emit(tx: WorkspaceTx, deal: DealState, { event, actor }: Told): void {
  const by = memberOf(actor)
  if (event === 'deal.deleted')
    tx.emit({ type: event, data: { dealId: deal.id, pipelineId: deal.pipelineId, by } })
  else tx.emit({ type: event, data: { deal, by } })
}

const differs = (a: unknown, b: unknown): boolean => b !== undefined && plain(a) !== plain(b)

/** Times as their text, documents as theirs, so that equal ones compare equal. */
const plain = (value: unknown): string => JSON.stringify(value ?? null)

function audit(
  tx: WorkspaceTx,
  {
    before,
    after,
    keys,
    told,
  }: { before: repo.DealRow; after: repo.DealRow; keys: (keyof DealChange)[]; told: Told },
): void {
  const shown = keys.filter((key) => !UNTOLD.has(key))
  // A new place among the same neighbours' stage says nothing of the business.
  if (shown.length === 0 && !told.beside) return
  const pick = (row: repo.DealRow) => Object.fromEntries(shown.map((key) => [key, row[key]]))
  tx.audit({
    actor: told.actor,
    action: told.event,
    entity: 'deal',
    recordId: before.id,
    before: { ...pick(before), ...told.beside?.before },
    after: { ...pick(after), ...told.beside?.after },
  })
}

/** Ends the present stay and begins the next one. */
export async function noteMove(
  tx: WorkspaceTx,
  row: repo.DealRow,
  { at, actor }: { at: Date; actor: Actor },
): Promise<void> {
  const [last] = await tx.orm
    .select({ ordinal: dealMoves.ordinal })
    .from(dealMoves)
    .where(own(tx, dealMoves, eq(dealMoves.dealId, row.id)))
    .orderBy(desc(dealMoves.ordinal))
    .limit(1)
  if (last)
    await tx.orm
      .update(dealMoves)
      .set({ leftAt: at })
      .where(own(tx, dealMoves, eq(dealMoves.dealId, row.id), eq(dealMoves.ordinal, last.ordinal)))
  const { workspaceId, id: dealId, pipelineId, stageId, status } = row
  await tx.orm.insert(dealMoves).values({
    workspaceId,
    dealId,
    pipelineId,
    stageId,
    status,
    ordinal: (last?.ordinal ?? 0) + 1,
    enteredAt: at,
    by: memberOf(actor),
  })
}

/** @throws AppError STALE_VERSION with the version that it has now. */
export function refuseStale(row: repo.DealRow, seen: number | undefined): void {
  if (seen === undefined || seen === row.version) return
  throw new AppError('STALE_VERSION', 'the deal was changed meanwhile', { details: { version: row.version } })
}

/** @throws AppError CONFLICT for a deal in the bin. */
export function refuseDeleted(row: repo.DealRow): void {
  if (row.deletedAt)
    throw new AppError('CONFLICT', 'the deal was deleted; restore it first', {
      details: { reason: 'deleted' },
    })
}
