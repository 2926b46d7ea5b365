import { eventsAfter, headOf } from '../../../platform/realtime/index.ts'
import * as examples from '../examples.ts'
import { route } from '../route.ts'
import { EventPage, ListEvents } from '../schemas/event.ts'

export const eventRoutes = [
  route({
    tag: 'Events',
    method: 'GET',
    path: '/events',
    operationId: 'listEvents',
    summary: 'Read what happened',
    description:
      "The workspace's log, oldest first, without gaps. Keep `nextSince` and ask again from there: nothing is missed and nothing comes twice.",
    query: ListEvents,
    status: 200,
    response: EventPage,
    errors: [],
    example: {
      response: { data: [examples.event], nextSince: examples.event.seq, head: examples.event.seq },
    },
    handle: async ({ db, query: { since, limit } }) => {
      const events = await eventsAfter(db, since, limit)
      // Read after the events, so that it is never behind the last of them.
      const head = await headOf(db)
      const data = events.map(({ seq, type, at, data }) => ({ seq, type, at, data: { ...data } }))
      return { data, nextSince: events.at(-1)?.seq ?? since, head }
    },
  }),
]
