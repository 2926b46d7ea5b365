import { z } from 'zod'

/** Values of custom fields by key; what they may be, their definitions decide. */
export const zCustom = z.record(z.string().max(48), z.unknown())

/** The version that the caller saw. */
export const zVersion = z.number().int().min(1)

/** A moment that the database can hold, as ISO 8601 in UTC. */
export const zMoment = z.iso
  .datetime()
  .refine((text) => text >= '1970', { error: 'expected a year from 1970 on' })
