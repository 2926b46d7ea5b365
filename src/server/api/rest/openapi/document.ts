import type { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from '../../../../shared/errors.ts'
import { takesIdempotencyKey, type RestRoute } from '../route.ts'
import { ErrorAnswer } from '../schemas/common.ts'
import { namedSchemas, schemaOf, type JsonSchema } from './schemas.ts'

/** The OpenAPI 3.1 document of these routes, made of the schemas that validate their calls. */
export function openApiDocument(routes: readonly RestRoute[], publicUrl: string): JsonSchema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'CRM PRO API',
      version: '1',
      description:
        'Read and answer the conversations of one workspace. Every call carries an API key of that workspace. Answers may gain fields: ignore those you do not know.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathsOf(routes),
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, made in the settings of the workspace.',
        },
      },
    },
  }
}

function pathsOf(routes: readonly RestRoute[]): Record<string, JsonSchema> {
  const paths: Record<string, JsonSchema> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route)
  return paths
}

function operationOf(route: RestRoute): JsonSchema {
  const { tag, operationId, summary, description } = route
  return {
    tags: [tag],
    operationId,
    summary,
    ...(description !== undefined && { description }),
    ...(route.isPublic && { security: [] }),
    parameters: parametersOf(route),
    ...requestBodyOf(route),
    responses: responsesOf(route),
  }
}

function parametersOf(route: RestRoute): JsonSchema[] {
  if (route.isPublic) return []
  const headers: JsonSchema[] = Object.entries(route.body?.headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }))
  if (takesIdempotencyKey(route)) headers.push(IDEMPOTENCY_KEY)
  return [...fieldsOf(route.params, 'path'), ...fieldsOf(route.query, 'query'), ...headers]
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Your own name for this call. A repeat with the same key and body within 24 hours does nothing and gets the first answer, with the header `Idempotent-Replay: true`.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[ -~]+$' },
}

function fieldsOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): JsonSchema[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...described } = schemaOf(field as z.ZodType)
    const isRequired = !(field as z.ZodType).safeParse(undefined).success
    return {
      name,
      in: place,
      required: isRequired,
      ...(description !== undefined && { description }),
      schema: described,
    }
  })
}

function requestBodyOf(route: RestRoute): JsonSchema {
  if (route.isPublic || !route.body) return {}
  const { mediaType, schema } = route.body
  const example = route.example.body
  const content = schema ? { schema: schemaOf(schema), ...(example !== undefined && { example }) } : {}
  return { requestBody: { required: true, content: { [mediaType]: content } } }
}

/** Every route may answer with these; a public one has no key and no limit. */
const COMMON: readonly ErrorCode[] = ['BAD_REQUEST', 'VALIDATION_FAILED', 'INTERNAL', 'UNAVAILABLE']
const OF_KEYED: readonly ErrorCode[] = ['UNAUTHENTICATED', 'RATE_LIMITED']
const OF_BODIES: readonly ErrorCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']
const OF_REPEATS: readonly ErrorCode[] = ['IDEMPOTENCY_CONFLICT', 'CONFLICT']

function errorsOf(route: RestRoute): ErrorCode[] {
  const codes = new Set([...COMMON, ...route.errors])
  if (!route.isPublic) for (const code of OF_KEYED) codes.add(code)
  if (!route.isPublic && route.body) for (const code of OF_BODIES) codes.add(code)
  if (takesIdempotencyKey(route)) for (const code of OF_REPEATS) codes.add(code)
  return [...codes]
}

function responsesOf(route: RestRoute): JsonSchema {
  const responses: JsonSchema = {
    [route.status]: {
      description: MEANING[route.status],
      content: { 'application/json': { schema: schemaOf(route.response), example: route.example.response } },
    },
  }
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorsOf(route))
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code])
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b))
    responses[status] = {
      description: codes.sort().join(', '),
      content: { 'application/json': { schema: schemaOf(ErrorAnswer) } },
    }
  return responses
}

const MEANING: Record<RestRoute['status'], string> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted: the message is stored and will be sent.',
}
