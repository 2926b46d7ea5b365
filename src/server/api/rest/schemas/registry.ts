import { z } from 'zod'

/** Schemas that the OpenAPI document shows under a name. Requests are described as sent, responses as answered. */
export const requestSchemas = z.registry<{ id: string }>()
export const responseSchemas = z.registry<{ id: string }>()

export function request<S extends z.ZodType>(id: string, schema: S): S {
  requestSchemas.add(schema, { id })
  return schema
}

export function response<S extends z.ZodType>(id: string, schema: S): S {
  responseSchemas.add(schema, { id })
  return schema
}

/** A part of a list. */
export function page<S extends z.ZodType>(id: string, item: S) {
  return response(
    id,
    z.strictObject({
      data: z.array(item),
      nextCursor: z.string().nullable().describe('Send it back as `cursor` to read on; null at the end.'),
    }),
  )
}
