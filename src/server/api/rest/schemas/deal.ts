import { z } from 'zod'
import { zCurrency } from '../../../../shared/contracts/pipelines.ts'
import { zCustom, zVersion } from '../../../../shared/contracts/records.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { MAX_AMOUNT } from '../../../../shared/money.ts'
import { paging, zTime } from './common.ts'
import { page, request, response } from './registry.ts'

const zStatus = z.enum(['open', 'won', 'lost'])
const zAmount = z.number().int().min(-MAX_AMOUNT).max(MAX_AMOUNT)
const AMOUNT = "Integer, in the currency's minor unit: cents for MXN, whole pesos for CLP."

const DealContact = response(
  'DealContact',
  z.strictObject({
    contactId: zId('contact'),
    name: z.string(),
    role: z.string().nullable(),
    isPrimary: z.boolean(),
  }),
)

export const Deal = response(
  'Deal',
  z.strictObject({
    id: zId('deal'),
    number: z.number().int().describe('What people quote; counts up in each workspace.'),
    version: z.number().int().describe('Grows with each change; send it with PATCH.'),
    pipelineId: zId('pipeline'),
    stageId: zId('stage'),
    status: zStatus,
    title: z.string(),
    amount: z.number().int().nullable().describe(AMOUNT),
    currency: z.string().describe('ISO 4217.'),
    contactId: zId('contact').nullable().describe('The primary contact, else the first one.'),
    contacts: z.array(DealContact),
    companyId: zId('company').nullable(),
    ownerId: zId('user').nullable(),
    expectedCloseOn: z.string().nullable().describe('YYYY-MM-DD'),
    source: z.string().nullable(),
    custom: z.record(z.string(), z.unknown()).describe("Values of the workspace's own fields, by key."),
    lostReasonId: zId('lostReason').nullable(),
    lostNote: z.string().nullable(),
    stageSince: zTime,
    nextTaskAt: zTime.nullable(),
    closedAt: zTime.nullable(),
    createdAt: zTime,
    updatedAt: zTime,
    deletedAt: zTime.nullable().describe('Set where it is in the bin.'),
  }),
)
export type Deal = z.infer<typeof Deal>

export const DealPage = page('DealPage', Deal)

export const ListDeals = z.strictObject({
  pipelineId: zId('pipeline').optional(),
  stageId: zId('stage').optional(),
  status: zStatus.optional().describe('Absent: all.'),
  ownerId: zId('user').optional(),
  contactId: zId('contact').optional(),
  updatedSince: zTime
    .optional()
    .describe('Only those changed at or after this time, deleted ones among them.'),
  ...paging(50),
})

const facts = {
  amount: zAmount.nullable().optional().describe(AMOUNT),
  currency: zCurrency.optional().describe("ISO 4217. Absent on creation: the pipeline's."),
  companyId: zId('company').nullable().optional(),
  ownerId: zId('user').nullable().optional().describe('A member of the workspace.'),
  expectedCloseOn: z.iso.date().nullable().optional(),
  source: zText(40).trim().min(1).nullable().optional(),
  custom: zCustom.optional().describe('By key; those not named keep their values.'),
}
const zTitle = zText(160).trim().min(1)

export const CreateDeal = request(
  'CreateDeal',
  z.strictObject({
    title: zTitle.optional().describe("Absent: the contact's name."),
    contactId: zId('contact').optional().describe('The primary contact.'),
    contacts: z
      .array(z.strictObject({ contactId: zId('contact'), role: zText(40).trim().min(1).optional() }))
      .max(20)
      .optional(),
    pipelineId: zId('pipeline').optional().describe('Absent: that of the stage, else the first.'),
    stageId: zId('stage').optional().describe("Absent: the pipeline's first."),
    conversationId: zId('conversation')
      .optional()
      .describe('Links its chat, and takes its contact where none is named.'),
    ...facts,
  }),
)

export const UpdateDeal = request(
  'UpdateDeal',
  z.strictObject({
    version: zVersion.describe('The version you saw. A newer one refuses the change.'),
    title: zTitle.optional(),
    ...facts,
    stageId: zId('stage').optional(),
    status: zStatus.optional(),
    lostReasonId: zId('lostReason').optional().describe('Needed where the status becomes `lost`.'),
    lostNote: zText(500).trim().optional(),
  }),
)

export const DeletedDeal = response(
  'DeletedDeal',
  z.strictObject({ id: zId('deal'), deleted: z.literal(true) }),
)
