import { z } from 'zod'
import { idKindOf } from '../../../../shared/contracts/z.ts'
import { ID_PREFIXES } from '../../../../shared/ids.ts'
import { requestSchemas, responseSchemas } from '../schemas/registry.ts'

export type JsonSchema = Record<string, unknown>
type Io = 'input' | 'output'

const refTo = (id: string) => `#/components/schemas/${id}`

/** Every named schema: requests as they are sent, responses as they are answered. */
export function namedSchemas(): Record<string, JsonSchema> {
  const describe = (registry: typeof requestSchemas, io: Io) =>
    Object.entries(z.toJSONSchema(registry, { uri: refTo, io, override }).schemas).map(
      ([id, schema]) => [id, withoutMarks(schema)] as const,
    )
  return Object.fromEntries([...describe(requestSchemas, 'input'), ...describe(responseSchemas, 'output')])
}

/** A reference where the schema has a name, else the schema itself. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const name = requestSchemas.get(schema)?.id ?? responseSchemas.get(schema)?.id
  if (name !== undefined) return { $ref: refTo(name) }
  return withoutMarks(z.toJSONSchema(schema, { io: 'output', override }))
}

function withoutMarks({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema
}

/** Says of our own kinds of schema what zod can't know. */
function override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
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
