import type { CustomerInput } from './customers.ts'
import type { World } from './world.ts'

export interface PastMessage {
  wamid: string
  author: 'customer' | 'business'
  /** Milliseconds since the epoch. */
  at: number
  text: string
}

/** What was written between a person and a number before this provider began. */
export interface PastThread {
  phoneNumberId: string
  from: CustomerInput
  messages: readonly PastMessage[]
}

/**
 * Puts old messages on a phone in silence: no webhook tells of them. From then on they can be answered,
 * quoted and marked as read like any other, and the last of the customer's holds the window open.
 */
export function remember(world: World, { phoneNumberId, from, messages }: PastThread): void {
  const customer = world.customers.upsert(from)
  const thread = world.threads.open(phoneNumberId, customer.id)
  for (const { wamid, author, at, text } of messages) {
    if (world.threads.findMessage(wamid)) continue
    world.threads.append(thread, {
      wamid,
      author,
      at,
      content: { type: 'text', text },
      reactions: {},
      ...(author === 'business' && { status: 'read' as const }),
    })
    if (author === 'customer') thread.lastInboundAt = Math.max(thread.lastInboundAt ?? 0, at)
  }
  thread.messages.sort((one, other) => one.at - other.at)
  world.changed(thread)
}
