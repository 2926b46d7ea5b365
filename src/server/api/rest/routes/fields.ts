import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import { createField, listFields, updateField } from '../../../modules/fields/index.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { CreateField, Field, FieldList, ListFields, UpdateField } from '../schemas/field.ts'

const common = { tag: 'Fields' } as const

const field: Field = {
  id: 'fld_01k9r2d1q7a8b9c0d1e2f3g4h5' as Field['id'],
  entity: 'contact',
  key: 'tipo_de_cliente',
  label: 'Tipo de cliente',
  type: 'select',
  options: [
    { key: 'hogar', label: 'Hogar', color: 'verde' },
    { key: 'arquitecto', label: 'Arquitecto', color: 'azul' },
  ],
  rules: {},
  isRequired: false,
  isFilterable: true,
  section: 'Datos',
  position: 1,
  version: 1,
  archivedAt: null,
}

export const fieldRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/fields',
    operationId: 'listFields',
    summary: 'List custom fields',
    description: 'All fields of one kind of record, archived ones too, in their order.',
    query: ListFields,
    status: 200,
    response: FieldList,
    errors: [],
    example: { response: { data: [field] } },
    handle: async ({ db, query }) => ({ data: await listFields(db, query.entity) }),
  }),
  route({
    ...common,
    method: 'POST',
    path: '/fields',
    operationId: 'createField',
    summary: 'Define a custom field',
    description: 'Its key is made from the label and never changes.',
    body: jsonBody(CreateField),
    status: 201,
    response: Field,
    errors: [],
    example: {
      body: {
        entity: 'contact',
        label: 'Tipo de cliente',
        type: 'select',
        options: [
          { label: 'Hogar', color: 'verde' },
          { label: 'Arquitecto', color: 'azul' },
        ],
        isFilterable: true,
        section: 'Datos',
      },
      response: field,
    },
    handle: ({ db, body, actor }) => createField(db, body, actor),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/fields/{id}',
    operationId: 'updateField',
    summary: 'Change a custom field',
    description: 'Fields are never deleted, because records hold values of them: archive them.',
    params: z.strictObject({ id: zId('field') }),
    body: jsonBody(UpdateField),
    status: 200,
    response: Field,
    errors: ['NOT_FOUND', 'STALE_VERSION'],
    example: {
      body: { version: 1, label: 'Clase de cliente' },
      response: { ...field, label: 'Clase de cliente', version: 2 },
    },
    handle: ({ db, params, body, actor }) => updateField(db, { ...body, id: params.id }, actor),
  }),
]
