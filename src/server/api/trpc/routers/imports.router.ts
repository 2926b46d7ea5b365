import { ImportRef, ListImports, MapImport, RereadImport } from '../../../../shared/contracts/imports.ts'
import {
  getImport,
  listImports,
  mapImport,
  rereadImport,
  startImport,
  undoImport,
} from '../../../modules/imports/index.ts'
import { router, workspace } from '../base.ts'

/** Files of contacts on their way in. The file itself comes by `POST /media/imports`. */
export const importsRouter = router({
  list: workspace('contacts.import')
    .input(ListImports)
    .query(({ ctx, input }) => listImports(ctx.db, input)),
  get: workspace('contacts.import')
    .input(ImportRef)
    .query(({ ctx, input }) => getImport(ctx.db, input.id)),
  reread: workspace('contacts.import')
    .input(RereadImport)
    .mutation(({ ctx, input }) => rereadImport(ctx.services, ctx.db, input)),
  /** Says what the columns hold, and has the file checked. */
  map: workspace('contacts.import')
    .input(MapImport)
    .mutation(({ ctx, input }) => waking(ctx, mapImport(ctx.db, input))),
  run: workspace('contacts.import')
    .input(ImportRef)
    .mutation(({ ctx, input }) => waking(ctx, startImport(ctx.db, input, ctx.actor))),
  undo: workspace('contacts.import')
    .input(ImportRef)
    .mutation(({ ctx, input }) => waking(ctx, undoImport(ctx.db, input.id, ctx.actor))),
})

async function waking<T>(ctx: { services: { reading: { wakeJobs(): void } } }, work: Promise<T>): Promise<T> {
  const answer = await work
  ctx.services.reading.wakeJobs()
  return answer
}
