import type { ServerResponse } from 'node:http'
import type { World } from '../world/world.ts'

const HEARTBEAT_MS = 15_000

/**
 * Server-sent events: one `changed` per change. While the stream of a thread is open, the customer is
 * looking at it, so what arrives there is read.
 */
export function streamChanges(world: World, query: URLSearchParams, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  response.write('data: changed\n\n')
  const stopListening = world.onChange(() => response.write('data: changed\n\n'))
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS)
  const thread = { phoneNumberId: query.get('number') ?? '', customerId: query.get('customer') ?? '' }
  world.viewers.enter(thread)
  world.deliveries.markRead(thread.phoneNumberId, thread.customerId)
  response.on('close', () => {
    world.viewers.leave(thread)
    clearInterval(heartbeat)
    stopListening()
  })
}
