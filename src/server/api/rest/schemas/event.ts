import { z } from 'zod'
import { AUDIENCE } from '../../../platform/realtime/index.ts'
import { zTime, zWholeNumber } from './common.ts'
import { response } from './registry.ts'

const Event = response(
  'Event',
  z.strictObject({
    seq: z.number().int().describe('Without gaps, from 1.'),
    type: z.string().describe(`One of ${Object.keys(AUDIENCE).join(', ')}; more may come.`),
    at: zTime,
    data: z
      .record(z.string(), z.unknown())
      .describe('Ids, and for conversations their state at that moment.'),
  }),
)

export const EventPage = response(
  'EventPage',
  z.strictObject({
    data: z.array(Event),
    nextSince: z.number().int().describe('Send it back as `since` to read on.'),
    head: z
      .number()
      .int()
      .describe('The newest event there is; equal to `nextSince` when you have them all.'),
  }),
)

export const ListEvents = z.strictObject({
  since: zWholeNumber({ min: 0 }).default(0).describe('Answers with what came after this event.'),
  limit: zWholeNumber({ min: 1, max: 100 }).default(50).describe('How many to answer with.'),
})
