import { displayPhone } from '../world/phone-numbers.ts'
import type { Customer, Thread, ThreadMessage } from '../types.ts'
import type { World } from '../world/world.ts'

/** What the page draws: the business numbers, the people, and the chosen thread. */
export function phoneState(world: World, query: URLSearchParams): unknown {
  const phoneNumberId = query.get('number') ?? world.registry.numbers()[0]?.phoneNumberId ?? ''
  const customerId = query.get('customer')
  const thread = customerId ? world.threads.find(phoneNumberId, customerId) : undefined
  return {
    number: phoneNumberId,
    numbers: world.registry.numbers().map((number) => ({
      id: number.phoneNumberId,
      name: number.verifiedName,
      phone: number.displayPhoneNumber,
    })),
    customers: listCustomers(world, phoneNumberId),
    messages: (thread?.messages ?? []).filter(isVisible).map(messageView),
    typingMs: Math.max(0, (thread?.typingUntil ?? 0) - world.clock.now()),
  }
}

/** Presets first as they stand, then whoever has a thread with this number. */
function listCustomers(world: World, phoneNumberId: string): unknown[] {
  return world.customers.all().flatMap((customer) => {
    const thread = world.threads.find(phoneNumberId, customer.id)
    const hasThread = thread?.messages.some(isVisible) ?? false
    return customer.isPreset || hasThread ? [customerView(customer, thread)] : []
  })
}

function customerView(customer: Customer, thread: Thread | undefined): unknown {
  const last = thread?.messages.findLast(isVisible)
  return {
    id: customer.id,
    name: customer.name,
    address: customer.hidesPhone ? `@${customer.username ?? ''}` : displayPhone(customer.waId ?? customer.id),
    unread: thread?.unread ?? 0,
    ...(last && {
      last: { author: last.author, at: last.at, type: last.content.type, text: last.content.text },
    }),
  }
}

/** The phone knows nothing of a message that has not reached it. */
function isVisible(message: ThreadMessage): boolean {
  if (message.author === 'customer') return true
  return ['delivered', 'read', 'played'].includes(message.status ?? '')
}

function messageView(message: ThreadMessage): unknown {
  const { sent: _sent, status: _status, ...view } = message
  return view
}
