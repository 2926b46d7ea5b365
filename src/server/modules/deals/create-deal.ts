import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { CreateDeal, DealState } from '../../../shared/contracts/deals.ts'
import { newId, type ContactId, type DealId, type PipelineId, type StageId } from '../../../shared/ids.ts'
import type { Scope, WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { dealContacts, deals, dealThreads } from '../../schema/index.ts'
import { checkCustom } from '../fields/index.ts'
import {
  allPipelines,
  ensurePipelines,
  findPipeline,
  findStage,
  lockStage,
  stagesOf,
  type StageRow,
} from '../pipelines/index.ts'
import { writeRecordTerms } from '../search/index.ts'
import { noteMove } from './change-deal.ts'
import * as repo from './deals.repo.ts'
import { missingFor, refuseMissing, refuseRemoved } from './gate.ts'
import { placeIn } from './place.ts'
import {
  findContacts,
  findThread,
  requireReferences,
  threadOfConversation,
  type FoundContact,
  type FoundThread,
} from './references.ts'
import { moveTotals } from './totals.ts'
import { tellOwner } from './tell-owner.ts'

/** A deal from a title or a contact; everything else may come later. It stands at the top of its stage. */
export async function createDeal(db: WorkspaceDb, input: CreateDeal, actor: Actor): Promise<DealState> {
  await ensurePipelines(db)
  const links = await linksOf(db, input)
  await requireReferences(db, input)
  const stageId = await startOf(db, input, links.thread?.defaultPipelineId ?? null)
  const title = input.title ?? links.people[0]?.name
  if (!title)
    throw new AppError('VALIDATION_FAILED', 'a deal needs a title or a contact', {
      details: { fields: { title: 'required without a contact' } },
    })
  const number = await repo.nextNumber(db)
  return db.tx((tx) => write(tx, { input, links, stageId, title, number, actor }))
}

interface Links {
  /** The primary contact first. */
  people: FoundContact[]
  thread: FoundThread | undefined
}

async function linksOf(scope: Scope, input: CreateDeal): Promise<Links> {
  const { conversationId, threadId } = input
  const ofConversation = conversationId && (await threadOfConversation(scope, conversationId))
  const named = threadId && (await findThread(scope, threadId))
  const thread = named || ofConversation || undefined
  const ids: ContactId[] = []
  if (input.contactId) ids.push(input.contactId)
  ids.push(...(input.contacts ?? []).map((contact) => contact.contactId))
  if (ids.length === 0 && thread) ids.push(thread.contactId)
  const people = await findContacts(scope, ids)
  return { people: [...new Map(people.map((person) => [person.id, person])).values()], thread }
}

/** The stage named, else the first of the pipeline named, of the channel's, of the workspace's. */
async function startOf(scope: Scope, input: CreateDeal, ofChannel: PipelineId | null): Promise<StageId> {
  if (input.pipelineId) await findPipeline(scope, input.pipelineId)
  if (input.stageId) {
    const stage = await findStage(scope, input.stageId)
    if (input.pipelineId && stage.pipelineId !== input.pipelineId)
      throw new AppError('VALIDATION_FAILED', 'the stage belongs to another pipeline', {
        details: { fields: { stageId: 'belongs to another pipeline' } },
      })
    return stage.id
  }
  const live = (await allPipelines(scope)).filter((pipeline) => !pipeline.archivedAt)
  const pipelineId = input.pipelineId ?? live.find(({ id }) => id === ofChannel)?.id ?? live[0]?.id
  const [first] = pipelineId ? await stagesOf(scope, pipelineId) : []
  if (!first) throw notFound('stage')
  return first.id
}

interface NewDeal {
  input: CreateDeal
  links: Links
  stageId: StageId
  title: string
  number: number
  actor: Actor
}

async function write(tx: WorkspaceTx, init: NewDeal): Promise<DealState> {
  const { input, links, actor } = init
  const id = newId('deal')
  const custom = await checkCustom(tx, {
    entity: 'deal',
    recordId: id,
    values: input.custom ?? {},
    previous: null,
  })
  const stage = await lockStage(tx, init.stageId)
  refuseRemoved(stage)
  const row = await rowOf(tx, { ...init, id, stage, custom })
  refuseMissing(stage, missingFor(stage, row, links.people.length > 0))
  await tx.orm.insert(deals).values(row)
  await linkPeople(tx, id, init)
  if (links.thread)
    await tx.orm
      .insert(dealThreads)
      .values({ workspaceId: tx.workspaceId, dealId: id, threadId: links.thread.threadId })
  await noteMove(tx, row, { at: row.createdAt, actor })
  await writeRecordTerms(tx, { entity: 'deal', recordId: id }, row.title)
  await moveTotals(tx, [{ before: null, after: row }])
  const deal = await repo.stateOfRow(tx, row)
  tx.audit({ actor, action: 'deal.created', entity: 'deal', recordId: id, before: null, after: toldOf(deal) })
  tx.emit({ type: 'deal.created', data: { deal, by: memberOf(actor) } })
  await tellOwner(tx, deal, { was: null, actor })
  return deal
}

async function rowOf(
  tx: WorkspaceTx,
  init: NewDeal & { id: DealId; stage: StageRow; custom: Record<string, unknown> },
): Promise<repo.DealRow> {
  const { input, stage, id, title, number, custom, actor } = init
  const pipeline = await findPipeline(tx, stage.pipelineId)
  const { now } = tx
  return {
    workspaceId: tx.workspaceId,
    id,
    number,
    title,
    custom,
    pipelineId: stage.pipelineId,
    stageId: stage.id,
    position: await placeIn(tx, stage, { dealId: id }),
    status: 'open',
    amount: input.amount ?? null,
    currency: input.currency ?? pipeline.currency,
    companyId: input.companyId ?? null,
    // Whoever makes a deal by hand works on it, unless they say otherwise.
    ownerId: input.ownerId === undefined ? memberOf(actor) : input.ownerId,
    expectedCloseOn: input.expectedCloseOn ?? null,
    source: input.source ?? null,
    lostReasonId: null,
    lostNote: null,
    closedAt: null,
    nextTaskAt: null,
    deletedAt: null,
    stageSince: now,
    touchedAt: now,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
}

async function linkPeople(tx: WorkspaceTx, dealId: DealId, { input, links }: NewDeal): Promise<void> {
  if (links.people.length === 0) return
  const { workspaceId } = tx
  const now = tx.now.getTime()
  await tx.orm.insert(dealContacts).values(
    links.people.map(({ id: contactId }, index) => ({
      workspaceId,
      dealId,
      contactId,
      role: input.contacts?.find((contact) => contact.contactId === contactId)?.role ?? null,
      isPrimary: index === 0,
      // In the order in which they were named.
      createdAt: new Date(now + index),
    })),
  )
}

/** What was given, without what only the machine keeps. */
function toldOf(deal: DealState): Record<string, unknown> {
  const { title, pipelineId, stageId, amount, currency, contactId, companyId, ownerId, expectedCloseOn } =
    deal
  const facts = {
    title,
    pipelineId,
    stageId,
    amount,
    currency,
    contactId,
    companyId,
    ownerId,
    expectedCloseOn,
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
}
