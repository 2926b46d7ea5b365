import type { ServerResponse } from 'node:http'
import { readOnPhone } from '../phones/reading.ts'
import type { World } from '../world/world.ts'

const HEARTBEAT_MS = 15_000

/**
 * Server-sent events: one `changed` per change. While the stream of a chat is open, its owner is looking at
 * it, so what arrives there is read.
 */
export function streamChanges(world: World, query: URLSearchParams, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const owner = world.accounts.find(query.get('account') ?? '')
  const peer = world.accounts.find(query.get('peer') ?? '')
  const tell = () => {
    if (owner && peer) readOnPhone(world, 'read', { customer: owner.phone, account: peer.phone })
    response.write('data: changed\n\n')
  }
  tell()
  const stopListening = world.onChange(tell)
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS)
  response.on('close', () => {
    clearInterval(heartbeat)
    stopListening()
  })
}
