import { z } from 'zod'
import { ID_PREFIXES, isId, type Id, type IdKind } from '../ids.ts'
import { LIMITS } from '../limits.ts'

const kinds = new WeakMap<z.ZodType, IdKind>()

/** An id of one kind. The kind stays readable, so that the isolation walker can fill the slot. */
export function zId<K extends IdKind>(kind: K): z.ZodType<Id<K>, string> {
  const schema = z
    .string()
    .max(40)
    .refine((text): text is Id<K> => isId(kind, text), { message: `expected a ${ID_PREFIXES[kind]}_… id` })
  kinds.set(schema, kind)
  return schema
}

export function idKindOf(schema: z.ZodType): IdKind | undefined {
  return kinds.get(schema)
}

/** NUL and lone surrogates can't be stored or sent; they are refused where they enter. */
const STORABLE = /^(?:[^\0\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/

export const zText = (max: number) =>
  z.string().max(max).regex(STORABLE, { message: 'contains characters that cannot be stored' })

export const zName = zText(LIMITS.name).trim().min(1)

/** Made by the client (a UUID does): the same token is the same thing, however often it is sent. */
export const zClientToken = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** Long enough for a position by name. */
export const zCursor = z
  .string()
  .max(1_000)
  .regex(/^[A-Za-z0-9_-]+$/)

/** tRPC's infinite queries say which way they read; here there is one way. */
export const zDirection = z.literal('forward').optional()

export interface Page<T> {
  items: T[]
  /** Hand it back to read on; null at the end. */
  nextCursor: string | null
}
