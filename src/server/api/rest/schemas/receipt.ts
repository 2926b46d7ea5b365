import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import { paging, zTime } from './common.ts'
import { page, response } from './registry.ts'

const zState = z.enum(['pending', 'done', 'failed'])

export const Receipt = response(
  'Receipt',
  z.strictObject({
    id: z.number().int(),
    channelId: zId('channel'),
    state: zState,
    error: z.strictObject({ message: z.string(), at: zTime }).nullable(),
    attempts: z.number().int(),
    receivedAt: zTime,
    bodyPreview: z.string().describe('The beginning of what the provider sent.'),
  }),
)

export const ReceiptPage = page('ReceiptPage', Receipt)

export const ListReceipts = z.strictObject({ state: zState.default('failed'), ...paging(50) })
