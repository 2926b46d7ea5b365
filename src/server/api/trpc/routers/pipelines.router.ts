import {
  AddLostReason,
  AddStage,
  CreatePipeline,
  ListPipelines,
  LostReasonRef,
  OrderPipelines,
  OrderStages,
  PipelineRef,
  RemoveStage,
  UpdateLostReason,
  UpdatePipeline,
  UpdateStage,
} from '../../../../shared/contracts/pipelines.ts'
import { removeStage } from '../../../modules/deals/index.ts'
import {
  addLostReason,
  addStage,
  archivePipeline,
  createPipeline,
  listPipelines,
  orderPipelines,
  orderStages,
  removeLostReason,
  unarchivePipeline,
  updateLostReason,
  updatePipeline,
  updateStage,
} from '../../../modules/pipelines/index.ts'
import { router, workspace } from '../base.ts'

const manage = () => workspace('pipelines.manage')

export const pipelinesRouter = router({
  list: workspace('deals.view')
    .input(ListPipelines)
    .query(({ ctx, input }) => listPipelines(ctx.db, input)),
  create: manage()
    .input(CreatePipeline)
    .mutation(({ ctx, input }) => createPipeline(ctx.db, input, ctx.actor)),
  update: manage()
    .input(UpdatePipeline)
    .mutation(({ ctx, input }) => updatePipeline(ctx.db, input, ctx.actor)),
  order: manage()
    .input(OrderPipelines)
    .mutation(({ ctx, input }) => orderPipelines(ctx.db, input.ids, ctx.actor)),
  archive: manage()
    .input(PipelineRef)
    .mutation(({ ctx, input }) => archivePipeline(ctx.db, input.id, ctx.actor)),
  unarchive: manage()
    .input(PipelineRef)
    .mutation(({ ctx, input }) => unarchivePipeline(ctx.db, input.id, ctx.actor)),
  addStage: manage()
    .input(AddStage)
    .mutation(({ ctx, input }) => addStage(ctx.db, input, ctx.actor)),
  updateStage: manage()
    .input(UpdateStage)
    .mutation(({ ctx, input }) => updateStage(ctx.db, input, ctx.actor)),
  orderStages: manage()
    .input(OrderStages)
    .mutation(({ ctx, input }) => orderStages(ctx.db, input, ctx.actor)),
  removeStage: manage()
    .input(RemoveStage)
    .mutation(({ ctx, input }) => removeStage(ctx.db, input, ctx.actor)),
  addLostReason: manage()
    .input(AddLostReason)
    .mutation(({ ctx, input }) => addLostReason(ctx.db, input, ctx.actor)),
  updateLostReason: manage()
    .input(UpdateLostReason)
    .mutation(({ ctx, input }) => updateLostReason(ctx.db, input, ctx.actor)),
  removeLostReason: manage()
    .input(LostReasonRef)
    .mutation(({ ctx, input }) => removeLostReason(ctx.db, input.id, ctx.actor)),
})
