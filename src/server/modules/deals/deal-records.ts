import { and, asc, eq, gt, gte, inArray, isNull, or } from 'drizzle-orm'
import type { DealContact, DealState, DealStatus } from '../../../shared/contracts/deals.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ContactId, DealId, PipelineId, StageId, UserId } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { contacts, dealContacts, deals } from '../../schema/index.ts'
import { findPipeline, findStage } from '../pipelines/index.ts'
import { requireMember, requireRecords } from '../records/index.ts'
import * as repo from './deals.repo.ts'

/** A deal as programs read it in lists. */
export interface DealRecord extends DealState {
  source: string | null
  lostNote: string | null
  custom: Record<string, unknown>
  contacts: DealContact[]
  updatedAt: string
  deletedAt: string | null
}

export interface DealRecordFilter {
  pipelineId?: PipelineId | undefined
  stageId?: StageId | undefined
  status?: DealStatus | undefined
  ownerId?: UserId | undefined
  contactId?: ContactId | undefined
  updatedSince?: Date | undefined
  cursor?: string | undefined
  limit: number
}

/**
 * Deals by their last change, oldest first, along deals_updated: a program that keeps the time of the
 * last one it saw misses none. With `updatedSince` deleted ones are told too.
 */
export async function listDealRecords(db: WorkspaceDb, filter: DealRecordFilter): Promise<Page<DealRecord>> {
  const { pipelineId, stageId, ownerId, contactId, limit } = filter
  if (pipelineId) await findPipeline(db, pipelineId)
  if (stageId) await findStage(db, stageId)
  if (ownerId) await requireMember(db, ownerId)
  if (contactId) await requireRecords(db, [{ entity: 'contact', recordId: contactId }])
  const rows = await db.orm
    .select()
    .from(deals)
    .where(own(db, deals, conditionsOf(db, filter)))
    .orderBy(asc(deals.updatedAt), asc(deals.id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, (row) => [row.updatedAt, row.id])
  return { ...page, items: await recordsOf(db, page.items) }
}

function conditionsOf(scope: Scope, filter: DealRecordFilter) {
  const { pipelineId, stageId, status, ownerId, contactId, updatedSince, cursor } = filter
  const after = cursor === undefined ? undefined : decodePosition('deal', cursor)
  return and(
    pipelineId && eq(deals.pipelineId, pipelineId),
    stageId && eq(deals.stageId, stageId),
    status && eq(deals.status, status),
    ownerId && eq(deals.ownerId, ownerId),
    contactId && inArray(deals.id, dealIdsOf(scope, contactId)),
    updatedSince ? gte(deals.updatedAt, updatedSince) : isNull(deals.deletedAt),
    after && gte(deals.updatedAt, after.at),
    after && or(gt(deals.updatedAt, after.at), gt(deals.id, after.id)),
  )
}

const dealIdsOf = (scope: Scope, contactId: ContactId) =>
  scope.orm
    .select({ dealId: dealContacts.dealId })
    .from(dealContacts)
    .where(own(scope, dealContacts, eq(dealContacts.contactId, contactId)))

async function recordsOf(scope: Scope, rows: repo.DealRow[]): Promise<DealRecord[]> {
  const [states, people] = await Promise.all([
    repo.statesOf(scope, rows),
    contactsOfAll(
      scope,
      rows.map((row) => row.id),
    ),
  ])
  return rows.flatMap((row, index) => {
    const state = states[index]
    if (!state) return []
    return {
      ...state,
      source: row.source,
      lostNote: row.lostNote,
      custom: row.custom ?? {},
      contacts: people.get(row.id) ?? [],
      updatedAt: row.updatedAt.toISOString(),
      deletedAt: row.deletedAt?.toISOString() ?? null,
    }
  })
}

async function contactsOfAll(scope: Scope, ids: DealId[]): Promise<Map<DealId, DealContact[]>> {
  const found = new Map<DealId, DealContact[]>()
  if (ids.length === 0) return found
  const rows = await scope.orm
    .select({ link: dealContacts, name: contacts.name })
    .from(dealContacts)
    .innerJoin(contacts, own(scope, contacts, eq(contacts.id, dealContacts.contactId)))
    .where(own(scope, dealContacts, inArray(dealContacts.dealId, ids)))
    .orderBy(dealContacts.createdAt, dealContacts.contactId)
  for (const { link, name } of rows) {
    const { dealId, contactId, role, isPrimary } = link
    found.set(dealId, [...(found.get(dealId) ?? []), { contactId, name, role, isPrimary }])
  }
  return found
}
