import { CreateField, ListFields, ReorderFields, UpdateField } from '../../../../shared/contracts/fields.ts'
import { createField, listFields, reorderFields, updateField } from '../../../modules/fields/index.ts'
import { router, workspace } from '../base.ts'

export const fieldsRouter = router({
  list: workspace('contacts.view')
    .input(ListFields)
    .query(({ ctx, input }) => listFields(ctx.db, input.entity)),
  create: workspace('fields.manage')
    .input(CreateField)
    .mutation(({ ctx, input }) => createField(ctx.db, input, ctx.actor)),
  update: workspace('fields.manage')
    .input(UpdateField)
    .mutation(({ ctx, input }) => updateField(ctx.db, input, ctx.actor)),
  reorder: workspace('fields.manage')
    .input(ReorderFields)
    .mutation(({ ctx, input }) => reorderFields(ctx.db, input, ctx.actor)),
})
