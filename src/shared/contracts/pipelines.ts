import { z } from 'zod'
import type { LostReasonId, PipelineId, StageId } from '../ids.ts'
import { isCurrency } from '../money.ts'
import { zId, zText } from './z.ts'

const zLabel = (max: number) => zText(max).trim().min(1)
/** An amount's currency. */
export const zCurrency = z.string().max(3).refine(isCurrency, { message: 'expected an ISO 4217 code' })
/** A standard field of deals, or the key of one of the workspace's own. */
const zFieldKey = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,47}$/)

const stageFacts = {
  name: zLabel(60),
  /** Of winning, in percent. */
  probability: z.number().int().min(0).max(100),
  /** Days without a touch after which a deal counts as stale; null for never. */
  rotDays: z.number().int().min(1).max(3650).nullable(),
  /** Without these no deal enters the stage. */
  requiredFields: z.array(zFieldKey).max(20),
}

export const ListPipelines = z.strictObject({ withArchived: z.boolean().default(false) })
export const PipelineRef = z.strictObject({ id: zId('pipeline') })
export const LostReasonRef = z.strictObject({ id: zId('lostReason') })

export const CreatePipeline = z.strictObject({
  name: zLabel(80),
  /** Absent, the workspace's. */
  currency: zCurrency.optional(),
  /** In their order; absent, the stages that a new workspace starts with. */
  stages: z
    .array(
      z
        .strictObject({ ...stageFacts, rotDays: stageFacts.rotDays.default(null) })
        .partial({ requiredFields: true }),
    )
    .min(1)
    .max(30)
    .optional(),
})
export type CreatePipeline = z.infer<typeof CreatePipeline>

export const UpdatePipeline = z.strictObject({
  id: zId('pipeline'),
  version: z.number().int().min(1).optional(),
  name: zLabel(80).optional(),
  currency: zCurrency.optional(),
})
export type UpdatePipeline = z.infer<typeof UpdatePipeline>

export const OrderPipelines = z.strictObject({ ids: z.array(zId('pipeline')).min(1).max(100) })

export const AddStage = z.strictObject({
  pipelineId: zId('pipeline'),
  name: stageFacts.name,
  probability: stageFacts.probability,
  rotDays: stageFacts.rotDays.default(null),
  requiredFields: stageFacts.requiredFields.default([]),
})
export type AddStage = z.infer<typeof AddStage>

export const UpdateStage = z.strictObject({
  id: zId('stage'),
  name: stageFacts.name.optional(),
  probability: stageFacts.probability.optional(),
  rotDays: stageFacts.rotDays.optional(),
  requiredFields: stageFacts.requiredFields.optional(),
})
export type UpdateStage = z.infer<typeof UpdateStage>

/** All stages of the pipeline in their new order. */
export const OrderStages = z.strictObject({
  pipelineId: zId('pipeline'),
  ids: z.array(zId('stage')).min(1).max(100),
})
export type OrderStages = z.infer<typeof OrderStages>

export const RemoveStage = z.strictObject({
  id: zId('stage'),
  /** Where its open deals go; without it a stage that holds some stays. */
  moveDealsTo: zId('stage').optional(),
})
export type RemoveStage = z.infer<typeof RemoveStage>

export const AddLostReason = z.strictObject({ label: zLabel(80) })
export const UpdateLostReason = z.strictObject({ id: zId('lostReason'), label: zLabel(80) })

export interface StageDto {
  id: StageId
  pipelineId: PipelineId
  name: string
  position: number
  probability: number
  rotDays: number | null
  requiredFields: string[]
}

export interface PipelineDto {
  id: PipelineId
  name: string
  currency: string
  position: number
  version: number
  archivedAt: string | null
  stages: StageDto[]
}

export interface LostReasonDto {
  id: LostReasonId
  label: string
  position: number
}

export interface PipelineList {
  items: PipelineDto[]
  lostReasons: LostReasonDto[]
}
