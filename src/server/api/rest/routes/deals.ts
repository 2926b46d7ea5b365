import { z } from 'zod'
import type { DealDetail } from '../../../../shared/contracts/deals.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  createDeal,
  deleteDeal,
  getDeal,
  listDealRecords,
  patchDeal,
  restoreDeal,
} from '../../../modules/deals/index.ts'
import * as examples from '../deal-examples.ts'
import { pageOf } from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { CreateDeal, Deal, DealPage, DeletedDeal, ListDeals, UpdateDeal } from '../schemas/deal.ts'

const common = { tag: 'Deals' } as const
const params = z.strictObject({ id: zId('deal') })

type Known = Omit<DealDetail, 'labels' | 'threads' | 'files' | 'moves'>

/** Without what only a board needs, such as the place in its column. */
function toDeal(deal: Known): Deal {
  const { id, number, version, pipelineId, stageId, status, title, amount, currency, contactId } = deal
  const { contacts, companyId, ownerId, expectedCloseOn, source, custom, lostReasonId, lostNote } = deal
  const { stageSince, nextTaskAt, closedAt, createdAt, updatedAt, deletedAt } = deal
  return {
    id,
    number,
    version,
    pipelineId,
    stageId,
    status,
    title,
    amount,
    currency,
    contactId,
    contacts,
    companyId,
    ownerId,
    expectedCloseOn,
    source,
    custom,
    lostReasonId,
    lostNote,
    stageSince,
    nextTaskAt,
    closedAt,
    createdAt,
    updatedAt,
    deletedAt,
  }
}

export const dealRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/deals',
    operationId: 'listDeals',
    summary: 'List deals',
    description:
      'By their last change, oldest first. Send the `updatedAt` of the last one you saw as `updatedSince` to read what changed since.',
    query: ListDeals,
    status: 200,
    response: DealPage,
    errors: ['NOT_FOUND'],
    example: { response: pageOf(examples.deal) },
    handle: async ({ db, query: { updatedSince, ...query } }) => {
      const since = updatedSince === undefined ? undefined : new Date(updatedSince)
      const { items, nextCursor } = await listDealRecords(db, { ...query, updatedSince: since })
      return { data: items.map(toDeal), nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/deals',
    operationId: 'createDeal',
    summary: 'Create a deal',
    description: 'A title or a contact is enough.',
    body: jsonBody(CreateDeal),
    status: 201,
    response: Deal,
    errors: ['NOT_FOUND', 'REQUIRED_FIELDS_MISSING', 'CONFLICT'],
    example: { body: examples.createDeal, response: examples.deal },
    handle: async ({ db, body, actor }) => {
      const { id } = await createDeal(db, body, actor)
      return toDeal(await getDeal(db, { id }))
    },
  }),
  route({
    ...common,
    method: 'GET',
    path: '/deals/{id}',
    operationId: 'getDeal',
    summary: 'Read a deal',
    params,
    status: 200,
    response: Deal,
    errors: ['NOT_FOUND'],
    example: { response: examples.deal },
    handle: async ({ db, params: { id } }) => toDeal(await getDeal(db, { id })),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/deals/{id}',
    operationId: 'updateDeal',
    summary: 'Change a deal, move it to a stage, win, lose or reopen it',
    description: 'All of it happens or nothing. A stage may ask for fields: send them in the same call.',
    params,
    body: jsonBody(UpdateDeal),
    status: 200,
    response: Deal,
    errors: ['NOT_FOUND', 'STALE_VERSION', 'CONFLICT', 'REQUIRED_FIELDS_MISSING'],
    example: { body: examples.updateDeal, response: examples.lostDeal },
    handle: async ({ db, params: { id }, body, actor }) =>
      toDeal(await patchDeal(db, { id, ...body }, actor)),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/deals/{id}',
    operationId: 'deleteDeal',
    summary: 'Delete a deal',
    description: 'It leaves every board and list; members can restore it.',
    params,
    status: 200,
    response: DeletedDeal,
    errors: ['NOT_FOUND'],
    example: { response: examples.deletedDeal },
    handle: ({ db, params: { id }, actor }) => deleteDeal(db, { id }, actor),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/deals/{id}/restore',
    operationId: 'restoreDeal',
    summary: 'Bring a deleted deal back',
    description: 'To the place in its stage that it had. One that is not deleted stays as it is.',
    params,
    status: 200,
    response: Deal,
    errors: ['NOT_FOUND'],
    example: { response: examples.deal },
    handle: async ({ db, params: { id }, actor }) => {
      await restoreDeal(db, { id }, actor)
      return toDeal(await getDeal(db, { id }))
    },
  }),
]
