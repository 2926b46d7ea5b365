import { z } from 'zod'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  createPipeline,
  getPipeline,
  listPipelines,
  updatePipeline,
} from '../../../modules/pipelines/index.ts'
import * as examples from '../deal-examples.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { CreatePipeline, Pipeline, PipelineList, UpdatePipeline } from '../schemas/pipeline.ts'

const common = { tag: 'Pipelines' } as const
const params = z.strictObject({ id: zId('pipeline') })

export const pipelineRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/pipelines',
    operationId: 'listPipelines',
    summary: 'List pipelines with their stages, and the reasons for losing',
    status: 200,
    response: PipelineList,
    errors: [],
    example: { response: examples.pipelineList },
    handle: async ({ db }) => {
      const { items, lostReasons } = await listPipelines(db, { withArchived: false })
      return { data: items, lostReasons }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/pipelines',
    operationId: 'createPipeline',
    summary: 'Create a pipeline',
    description: 'Without stages it gets the five that a new workspace starts with.',
    body: jsonBody(CreatePipeline),
    status: 201,
    response: Pipeline,
    errors: ['CONFLICT'],
    example: { body: examples.createPipeline, response: examples.pipeline },
    handle: ({ db, body, actor }) => createPipeline(db, body, actor),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/pipelines/{id}',
    operationId: 'getPipeline',
    summary: 'Read a pipeline',
    params,
    status: 200,
    response: Pipeline,
    errors: ['NOT_FOUND'],
    example: { response: examples.pipeline },
    handle: ({ db, params: { id } }) => getPipeline(db, id),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/pipelines/{id}',
    operationId: 'updatePipeline',
    summary: 'Rename a pipeline or change its currency',
    params,
    body: jsonBody(UpdatePipeline),
    status: 200,
    response: Pipeline,
    errors: ['NOT_FOUND', 'STALE_VERSION'],
    example: { body: examples.updatePipeline, response: examples.pipeline },
    handle: ({ db, params: { id }, body, actor }) => updatePipeline(db, { id, ...body }, actor),
  }),
]
