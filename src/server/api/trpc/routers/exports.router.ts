import { CreateExport, ExportRef, ListExports } from '../../../../shared/contracts/exports.ts'
import { createExport, getExport, listExports } from '../../../modules/exports/index.ts'
import { router, workspace } from '../base.ts'

/** Lists on their way out, as files that can be fetched for a day. */
export const exportsRouter = router({
  list: workspace('contacts.export')
    .input(ListExports)
    .query(({ ctx, input }) => listExports(ctx.db, input)),
  get: workspace('contacts.export')
    .input(ExportRef)
    .query(({ ctx, input }) => getExport(ctx.db, input.id)),
  create: workspace('contacts.export')
    .input(CreateExport)
    .mutation(async ({ ctx, input }) => {
      const { actor, services } = ctx
      const made = await createExport(ctx.db, { request: input, actor, now: services.now() })
      services.reading.wakeJobs()
      return made
    }),
})
