import { z } from 'zod'
import type { RecordRef } from '../records.ts'
import { zId } from './z.ts'

const ref = <E extends RecordRef['entity']>(entity: E) =>
  z.strictObject({ entity: z.literal(entity), recordId: zId(entity) })

/** Any record that carries tasks, notes and a timeline; the id's kind follows from the entity. */
export const zRecordRef: z.ZodType<RecordRef> = z.discriminatedUnion('entity', [
  ref('contact'),
  ref('company'),
  ref('deal'),
  ref('conversation'),
])
