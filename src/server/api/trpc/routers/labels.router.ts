import {
  CreateLabel,
  LabelRef,
  RestoreLabels,
  SetLabels,
  UpdateLabel,
} from '../../../../shared/contracts/labels.ts'
import {
  createLabel,
  deleteLabel,
  listLabels,
  restoreLabels,
  setLabels,
  updateLabel,
} from '../../../modules/labels/index.ts'
import { router, workspace } from '../base.ts'

export const labelsRouter = router({
  list: workspace('contacts.view').query(({ ctx }) => listLabels(ctx.db)),
  create: workspace('labels.manage')
    .input(CreateLabel)
    .mutation(({ ctx, input }) => createLabel(ctx.db, input, ctx.actor)),
  update: workspace('labels.manage')
    .input(UpdateLabel)
    .mutation(({ ctx, input }) => updateLabel(ctx.db, input, ctx.actor)),
  set: workspace('contacts.update')
    .input(SetLabels)
    .mutation(({ ctx, input }) => setLabels(ctx.db, input, ctx.actor)),
  restore: workspace('contacts.update')
    .input(RestoreLabels)
    .mutation(({ ctx, input }) => restoreLabels(ctx.db, input, ctx.actor)),
  delete: workspace('labels.manage')
    .input(LabelRef)
    .mutation(({ ctx, input }) => deleteLabel(ctx.db, input.id, ctx.actor)),
})
