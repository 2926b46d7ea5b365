import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  createLabel,
  deleteLabel,
  listLabels,
  setLabels,
  updateLabel,
} from '../../../modules/labels/index.ts'
import * as people from '../examples-people.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { deletedOf } from '../schemas/common.ts'
import { CreateLabel, Label, LabelChanges, LabelList, SetLabels, UpdateLabel } from '../schemas/label.ts'

const common = { tag: 'Labels' } as const
const params = z.strictObject({ id: zId('label') })

export const labelRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/labels',
    operationId: 'listLabels',
    summary: 'List all labels',
    description: 'By name, on one page: a workspace has at most 500.',
    status: 200,
    response: LabelList,
    errors: [],
    example: { response: { data: [people.label] } },
    handle: async ({ db }) => ({ data: await listLabels(db) }),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/labels',
    operationId: 'createLabel',
    summary: 'Create a label',
    body: jsonBody(CreateLabel),
    status: 201,
    response: Label,
    errors: ['ALREADY_EXISTS', 'CONFLICT'],
    example: { body: { name: 'Mayorista', color: 'verde' }, response: people.label },
    handle: ({ db, body, actor }) => createLabel(db, body, actor),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/labels/{id}',
    operationId: 'updateLabel',
    summary: 'Rename or recolour a label',
    params,
    body: jsonBody(UpdateLabel),
    status: 200,
    response: Label,
    errors: ['NOT_FOUND', 'ALREADY_EXISTS'],
    example: { body: { color: 'azul' }, response: { ...people.label, color: 'azul' } },
    handle: ({ db, params: { id }, body, actor }) => updateLabel(db, { id, ...body }, actor),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/labelings',
    operationId: 'setLabels',
    summary: 'Put labels on records and take others off',
    description: 'All of them or none. Send it again with both lists exchanged to undo it.',
    body: jsonBody(SetLabels),
    status: 201,
    response: LabelChanges,
    errors: ['NOT_FOUND'],
    example: { body: people.setLabels, response: people.labelChanges },
    handle: ({ db, body, actor }) => setLabels(db, body, actor),
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/labels/{id}',
    operationId: 'deleteLabel',
    summary: 'Delete a label',
    description: 'Takes it off every record, too.',
    params,
    status: 200,
    response: deletedOf('label'),
    errors: ['NOT_FOUND'],
    example: { response: { id: people.label.id, deleted: true } },
    handle: ({ db, params: { id }, actor }) => deleteLabel(db, id, actor),
  }),
]
