import type { DeliveryStatus } from '@shared/contracts/messages.ts'

/** The ladder that a message climbs. A failure is believed until the phone says it has the message. */
export const DELIVERY_ORDER: Record<DeliveryStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
  played: 7,
}
