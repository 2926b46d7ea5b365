import { ListTimeline } from '../../../../shared/contracts/timeline.ts'
import { listTimeline } from '../../../modules/timeline/index.ts'
import { router, workspace } from '../base.ts'

export const timelineRouter = router({
  list: workspace('contacts.view')
    .input(ListTimeline)
    .query(({ ctx, input }) => listTimeline(ctx.db, input)),
})
