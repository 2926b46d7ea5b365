import { z } from 'zod'
import { CATCH_UP_LIMIT, envelopeFor, eventsAfter, headOf } from '../../../platform/realtime/index.ts'
import { router, workspace } from '../base.ts'

const Since = z.strictObject({ after: z.number().int().min(0) })

export const eventsRouter = router({
  /** Everything after `after` that the caller may see; `reset` where that is too far back, or beyond the log. */
  since: workspace('conversations.view')
    .input(Since)
    .query(async ({ ctx, input }) => {
      const head = await headOf(ctx.db)
      if (input.after > head || head - input.after > CATCH_UP_LIMIT)
        return { envelope: null, head, reset: true }
      const envelope = envelopeFor(ctx.actor.role, await eventsAfter(ctx.db, input.after))
      return { envelope, head, reset: false }
    }),
})
