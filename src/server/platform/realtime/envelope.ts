import type { LiveEnvelope, StoredEvent } from '../../../shared/events.ts'
import { roleCan, type Role } from '../../../shared/permissions.ts'
import { AUDIENCE } from './audience.ts'

/**
 * The events of a contiguous range as this role may see them. The range stays whole even where
 * events are left out, so that the receiver can tell "not for you" from "missed".
 */
export function envelopeFor(role: Role, events: StoredEvent[]): LiveEnvelope | null {
  const [first] = events
  const last = events.at(-1)
  if (!first || !last) return null
  return {
    from: first.seq,
    to: last.seq,
    events: events.filter((event) => roleCan(role, AUDIENCE[event.type])),
  }
}
