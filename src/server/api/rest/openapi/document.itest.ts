import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../../test/harness/app.ts'
import { ERROR_STATUS } from '../../../../shared/errors.ts'
import { createRestRouter } from '../index.ts'
import { expressPath } from '../router.ts'
import { ROUTES } from '../routes/index.ts'

interface Parameter {
  name: string
  in: string
  required: boolean
  schema: Record<string, unknown>
}

interface Operation {
  operationId: string
  summary: string
  security?: unknown[]
  parameters: Parameter[]
  requestBody?: { content: Record<string, { schema?: object }> }
  responses: Record<
    string,
    { description: string; content: { 'application/json': { schema: object; example?: unknown } } }
  >
}

interface Document {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: Record<string, unknown> }
}

let app: TestApp
let document: Document
beforeAll(async () => {
  app = await startTestApp()
  document = (await (await fetch(`${app.url}/api/v1/openapi.json`)).json()) as Document
})
afterAll(() => app.close())

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  )

describe('the OpenAPI document', () => {
  it('is open to everybody and says where the API is', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://127.0.0.1/api/v1' }] })
    expect(document.components.securitySchemes).toMatchObject({ apiKey: { type: 'http', scheme: 'bearer' } })
  })

  it('describes every route that is mounted, and no other', () => {
    const mounted = createRestRouter(app.process.composed.services).stack.flatMap(({ route }) =>
      (route?.stack ?? [])
        .filter(({ method }) => method)
        .map(({ method }) => `${method.toUpperCase()} ${route?.path}`),
    )
    const described = operations().map(([name]) => expressPath(name))
    expect(described.length).toBe(ROUTES.length)
    expect(new Set(described)).toEqual(new Set(mounted))
  })

  it('resolves all of its references, and uses all that it names', () => {
    const found = new Set(
      [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target),
    )
    const named = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect([...found].sort()).toEqual(named.sort())
    for (const schema of Object.values(document.components.schemas)) {
      expect(schema['$id']).toBeUndefined()
      expect(schema['$schema']).toBeUndefined()
    }
  })

  it('names each operation once and says what it takes and answers', () => {
    const names = operations().map(([, { operationId }]) => operationId)
    expect(new Set(names).size).toBe(names.length)
    for (const [name, operation] of operations()) {
      expect(operation.summary, name).toMatch(/^[A-Z]/)
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(
        declared.map((parameter) => parameter.name),
        name,
      ).toEqual(inPath)
      expect(
        declared.every(({ required }) => required),
        name,
      ).toBe(true)
      for (const { schema } of operation.parameters) expect(schema, name).toHaveProperty('type')
      expect(name.startsWith('POST') || name.startsWith('PATCH') || !operation.requestBody, name).toBe(true)
    }
  })

  it('tells every error, with the one shape that all of them have', () => {
    for (const [name, { responses, security }] of operations()) {
      const refused = Object.entries(responses).filter(([status]) => Number(status) >= 400)
      const expected = ['400', '500', '503', ...(security ? [] : ['401', '429'])]
      expect(
        refused.map(([status]) => status),
        name,
      ).toEqual(expect.arrayContaining(expected))
      for (const [status, { description, content }] of refused) {
        expect(content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Error' })
        for (const code of description.split(', ')) expect(ERROR_STATUS).toHaveProperty(code, Number(status))
      }
    }
  })

  it('offers an Idempotency-Key wherever something is created or sent', () => {
    const offering = operations().filter(([, { parameters }]) =>
      parameters.some(({ name }) => name === 'Idempotency-Key'),
    )
    const posts = operations().filter(([name]) => name.startsWith('POST'))
    expect(offering.map(([name]) => name)).toEqual(posts.map(([name]) => name))
  })

  it('says of ids what they look like', () => {
    expect(document.components.schemas['Contact']).toMatchObject({
      properties: { id: { type: 'string', pattern: '^con_[0-9a-hjkmnp-tv-z]{26}$' } },
    })
    const limit = document.paths['/contacts']?.['get']?.parameters.find(({ name }) => name === 'limit')
    expect(limit).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    })
  })

  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'shows true examples of %s',
    (_name, route) => {
      expect(route.response.safeParse(route.example.response)).toMatchObject({ success: true })
      const schema = route.isPublic ? undefined : route.body?.schema
      expect(schema === undefined).toBe(route.example.body === undefined)
      if (schema) expect(schema.safeParse(route.example.body)).toMatchObject({ success: true })
    },
  )
})
