export { addLostReason, removeLostReason, updateLostReason } from './lost-reasons.ts'
export {
  archivePipeline,
  createPipeline,
  getPipeline,
  listPipelines,
  orderPipelines,
  unarchivePipeline,
  updatePipeline,
} from './manage-pipelines.ts'
export { addStage, archiveStage, orderStages, updateStage } from './manage-stages.ts'
export {
  allPipelines,
  findLostReason,
  findPipeline,
  findStage,
  lockStage,
  stagesOf,
  type StageRow,
} from './pipelines.repo.ts'
export { ensurePipelines, startPipelines } from './start-pipelines.ts'
