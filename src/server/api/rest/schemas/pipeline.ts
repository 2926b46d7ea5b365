import { z } from 'zod'
import { CreatePipeline as Contract, zCurrency } from '../../../../shared/contracts/pipelines.ts'
import { zVersion } from '../../../../shared/contracts/records.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { zTime } from './common.ts'
import { request, response } from './registry.ts'

export const Stage = response(
  'Stage',
  z.strictObject({
    id: zId('stage'),
    pipelineId: zId('pipeline'),
    name: z.string(),
    position: z.number().int(),
    probability: z.number().int().describe('Of winning, in percent.'),
    rotDays: z.number().int().nullable().describe('Days without a touch after which a deal is stale.'),
    requiredFields: z.array(z.string()).describe('Without these no deal enters.'),
  }),
)

const LostReason = response(
  'LostReason',
  z.strictObject({ id: zId('lostReason'), label: z.string(), position: z.number().int() }),
)

export const Pipeline = response(
  'Pipeline',
  z.strictObject({
    id: zId('pipeline'),
    name: z.string(),
    currency: z.string().describe('What its new deals are counted in.'),
    position: z.number().int(),
    version: z.number().int(),
    archivedAt: zTime.nullable(),
    stages: z.array(Stage).describe('In their order.'),
  }),
)

export const PipelineList = response(
  'PipelineList',
  z.strictObject({ data: z.array(Pipeline), lostReasons: z.array(LostReason) }),
)

export const CreatePipeline = request('CreatePipeline', Contract)

export const UpdatePipeline = request(
  'UpdatePipeline',
  z.strictObject({
    version: zVersion.optional().describe('The version you saw. A newer one refuses the change.'),
    name: zText(80).trim().min(1).optional(),
    currency: zCurrency.optional(),
  }),
)
