import { z } from 'zod'
import { idKindOf } from '../../../../shared/contracts/z.ts'
import { ID_PREFIXES } from '../../../../shared/ids.ts'
import { requestSchemas, responseSchemas } from '../schemas/registry.ts'

export type JsonSchema = Record<string, unknown>

const refTo = (id: string) => `#/components/schemas/${id}`

/** Every named schema: requests as they are sent, responses as they are answered. */
export function namedSchemas(): Record<string, JsonSchema> {
  const requests = z.toJSONSchema(requestSchemas, { uri: refTo, io: 'input', override })
  const responses = z.toJSONSchema(responseSchemas, { uri: refTo, io: 'output', override: overrideAnswer })
  const named = Object.entries({ ...requests.schemas, ...responses.schemas })
  return Object.fromEntries(named.map(([id, schema]) => [id, withoutMarks(schema)]))
}

/** A reference where the schema has a name, else the schema itself. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const name = requestSchemas.get(schema)?.id ?? responseSchemas.get(schema)?.id
  if (name !== undefined) return { $ref: refTo(name) }
  return withoutMarks(z.toJSONSchema(schema, { io: 'output', override }))
}

/** zod marks each schema with its dialect and address; inside a document both are known. */
function withoutMarks(schema: JsonSchema): JsonSchema {
  const marks = new Set(['$schema', '$id'])
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !marks.has(name)))
}

interface Described {
  zodSchema: z.core.$ZodType
  jsonSchema: JsonSchema
}

/** Answers may gain fields: a client made from this document must not refuse them. */
function overrideAnswer(described: Described): void {
  override(described)
  if (described.jsonSchema['additionalProperties'] === false)
    delete described.jsonSchema['additionalProperties']
}

/** Says of our own kinds of schema what zod can't know. */
function override({ zodSchema, jsonSchema }: Described): void {
  const kind = idKindOf(zodSchema as z.ZodType)
  if (kind) {
    delete jsonSchema['maxLength']
    jsonSchema['pattern'] = `^${ID_PREFIXES[kind]}_[0-9a-hjkmnp-tv-z]{26}$`
  }
  // Both say less to a reader than the format and our own words do, and the second misleads where
  // patterns are read by code points: it is written for UTF-16.
  const pattern = jsonSchema['pattern']
  if (jsonSchema['format'] === 'date-time' || (typeof pattern === 'string' && pattern.includes('\\ud800')))
    delete jsonSchema['pattern']
}
