import { ListReceipts, ReceiptRef } from '../../../../shared/contracts/receipts.ts'
import { listReceipts, replayReceipt } from '../../../modules/inbound/index.ts'
import { router, workspace } from '../base.ts'

export const receiptsRouter = router({
  list: workspace('receipts.view')
    .input(ListReceipts)
    .query(({ ctx, input }) => listReceipts(ctx.db, input)),
  replay: workspace('receipts.replay')
    .input(ReceiptRef)
    .mutation(({ ctx, input }) => replayReceipt(ctx.services.replaying, ctx.db, input.id)),
})
