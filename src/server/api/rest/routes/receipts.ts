import { z } from 'zod'
import { listReceipts, replayReceipt } from '../../../modules/inbound/index.ts'
import * as examples from '../examples.ts'
import { route } from '../route.ts'
import { zWholeNumber } from '../schemas/common.ts'
import { ListReceipts, Receipt, ReceiptPage } from '../schemas/receipt.ts'

const common = { tag: 'Receipts' } as const

export const receiptRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/receipts',
    operationId: 'listReceipts',
    summary: 'List what came in from providers',
    description: 'Newest first; those that could not be applied, unless another state is named.',
    query: ListReceipts,
    status: 200,
    response: ReceiptPage,
    errors: [],
    example: { response: examples.pageOf(examples.receipt) },
    handle: async ({ db, query }) => {
      const { items, nextCursor } = await listReceipts(db, query)
      return { data: items, nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/receipts/{id}/replay',
    operationId: 'replayReceipt',
    summary: 'Apply a failed receipt again',
    description:
      'As if it came now. The answer tells whether it is `done` or has `failed` once more; one that is done is left alone.',
    params: z.strictObject({ id: zWholeNumber({ min: 1 }) }),
    status: 200,
    response: Receipt,
    errors: ['NOT_FOUND', 'CHANNEL_NOT_CONNECTED'],
    example: { response: { ...examples.receipt, state: 'done', error: null } },
    handle: ({ services, db, params }) => replayReceipt(services.replaying, db, params.id),
  }),
]
