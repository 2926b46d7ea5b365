import type { Request } from 'express'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'

const NOTHING = z.strictObject({})

/** @throws AppError VALIDATION_FAILED with a reason for each field. */
export function validate<T>(schema: z.ZodType<T> | undefined, value: unknown, whole: string): T {
  const result = (schema ?? (NOTHING as unknown as z.ZodType<T>)).safeParse(value)
  if (result.success) return result.data
  const fields = fieldsOf(result.error, whole)
  const reasons = Object.entries(fields).map(([name, reason]) => `${name}: ${reason}`)
  throw new AppError('VALIDATION_FAILED', reasons.slice(0, 5).join('; '), {
    details: { fields },
    cause: result.error,
  })
}

/** Unknown names come from the caller: what is told back of them is bounded. */
const NAME_MAX = 60
const FIELDS_MAX = 20

function fieldsOf(error: z.ZodError, whole: string): Record<string, string> {
  const fields = new Map<string, string>()
  for (const issue of error.issues) {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys.slice(0, FIELDS_MAX)) add(fields, [...path, key], 'is not known here')
    else add(fields, path, issue.message)
  }
  return Object.fromEntries([...fields].map(([name, reason]) => [name || whole, reason]))
}

function add(fields: Map<string, string>, path: string[], reason: string): void {
  const name = path.join('.').toWellFormed().slice(0, NAME_MAX)
  if (!fields.has(name) && fields.size < FIELDS_MAX) fields.set(name, reason)
}

/** The query as written: every parameter once, and text only. */
export function readQuery(req: Request): Record<string, string> {
  const { searchParams } = new URL(req.url, 'http://localhost')
  const names = [...searchParams.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AppError('VALIDATION_FAILED', 'a query parameter was given twice', {
      details: { fields: { [twice.slice(0, NAME_MAX)]: 'was given twice' } },
    })
  return Object.fromEntries(searchParams)
}
