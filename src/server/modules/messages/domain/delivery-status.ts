import type { DeliveryStatus } from '../../../../shared/contracts/messages.ts'

const RANK: Record<DeliveryStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  played: 6,
  failed: 3.5,
}

/**
 * Where a report takes a message. Statuses only climb, in whatever order the reports come:
 * `failed` is above `sent` and below `delivered`, so a failure is believed until a delivery is.
 */
export function climb(current: DeliveryStatus | null, reported: DeliveryStatus): DeliveryStatus {
  return current === null || RANK[reported] > RANK[current] ? reported : current
}

/** True until the provider is known to have taken or refused the message. */
export function isUnsettled(status: DeliveryStatus | null): boolean {
  return status === 'queued' || status === 'sending' || status === 'unknown'
}
