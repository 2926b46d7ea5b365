import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from '../../../../shared/errors.ts'
import { zCursor, zId } from '../../../../shared/contracts/z.ts'
import type { IdKind } from '../../../../shared/ids.ts'
import { response } from './registry.ts'

export const zTime = z.iso.datetime().describe('UTC, with milliseconds.')

const CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]

export const ErrorAnswer = response(
  'Error',
  z.strictObject({
    error: z.strictObject({
      code: z.enum(CODES).describe('Decide by this; it does not change.'),
      message: z.string().describe('English, for people.'),
      details: z
        .record(z.string(), z.unknown())
        .describe('Facts that help to mend the call: `fields`, `version`, `retryAfterSeconds` and others.'),
      requestId: z.string().describe('Also in the header `x-request-id`. Tell it to support.'),
    }),
  }),
)

/** A whole number written in a query or a path. */
export function zWholeNumber({ min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number }) {
  return z
    .string()
    .regex(/^\d{1,15}$/, { error: 'expected a whole number' })
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
}

/** The parameters of every list. */
export const paging = (limit: number) => ({
  cursor: zCursor.optional().describe('`nextCursor` of the page before.'),
  limit: zWholeNumber({ min: 1, max: 100 }).default(limit).describe('How many to answer with.'),
})

/** What a DELETE answers with. */
export const deletedOf = <K extends IdKind>(kind: K) =>
  z.strictObject({ id: zId(kind), deleted: z.literal(true) })
