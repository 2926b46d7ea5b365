import { ListAudit } from '../../../../shared/contracts/audit.ts'
import { listAudit } from '../../../modules/audit/index.ts'
import { router, workspace } from '../base.ts'

export const auditRouter = router({
  list: workspace('audit.view')
    .input(ListAudit)
    .query(({ ctx, input }) => listAudit(ctx.db, input)),
})
