import { z } from 'zod'
import { HUES } from '../../../../shared/hues.ts'
import * as labels from '../../../../shared/contracts/labels.ts'
import { zRecordRef } from '../../../../shared/contracts/record-ref.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import { request, response } from './registry.ts'

export const Label = response(
  'Label',
  z.strictObject({
    id: zId('label'),
    name: z.string(),
    color: z.enum(HUES).describe('A hue of the screens.'),
  }),
)

export const LabelList = response('LabelList', z.strictObject({ data: z.array(Label) }))

export const CreateLabel = request('CreateLabel', labels.CreateLabel)

const { id: _id, ...changes } = labels.UpdateLabel.shape
export const UpdateLabel = request('UpdateLabel', z.strictObject(changes))

export const SetLabels = request(
  'SetLabels',
  z.strictObject({
    ...labels.SetLabels.shape,
    records: labels.SetLabels.shape.records.describe('Up to 500, of any kinds.'),
    add: labels.SetLabels.shape.add.describe('Labels that all of them shall have.'),
    remove: labels.SetLabels.shape.remove.describe('Labels that none of them shall have.'),
  }),
)

export const LabelChanges = response(
  'LabelChanges',
  z.strictObject({
    changes: z
      .array(
        z.strictObject({ record: zRecordRef, added: z.array(zId('label')), removed: z.array(zId('label')) }),
      )
      .describe('What differs now; records that had it so already are absent.'),
  }),
)
