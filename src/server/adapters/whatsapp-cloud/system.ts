import type { IdentityChangedFact, InboundFact, MessageFact } from '../contract/index.ts'
import { asObject, clip, textOf, type JsonObject } from '../meta/json.ts'
import { hasAddress, identitiesOf, partyOf, readAddresses, replyAddressOf, type Addresses } from './party.ts'
import { requireKey, requireTime, type ValueContext } from './value.ts'

/**
 * WhatsApp telling of a person: a new number, a new BSUID, a new device. The `body` is prose in
 * whatever language and never read.
 * @throws UnreadableItem without an id or a time
 */
export function readSystemMessage(message: JsonObject, context: ValueContext): InboundFact[] {
  const system = asObject(message['system'])
  const event = textOf(system?.['type']) ?? 'unknown'
  const previous = readAddresses(
    message['from'],
    system?.['previous_user_id'],
    system?.['previous_parent_user_id'],
  )
  if (event === 'user_changed_number' || event === 'user_changed_user_id') {
    const current = readAddresses(
      system?.['wa_id'] ?? system?.['new_wa_id'],
      system?.['user_id'],
      system?.['parent_user_id'],
    )
    // Older payloads leave the previous ids out: the new ones alone say nothing of whom.
    if (!hasAddress(previous) || !hasAddress(current))
      return [{ kind: 'ignored', what: `${event}_without_ids` }]
    return changedAddress({ message, context, event, previous, current })
  }
  const person = hasAddress(previous) ? previous : readAddresses(system?.['customer'])
  if (!hasAddress(person)) return [{ kind: 'ignored', what: `system_${clip(event, 40)}` }]
  return [systemLine({ message, context, event, previous: person })]
}

interface SystemEvent {
  message: JsonObject
  context: ValueContext
  event: string
  previous: Addresses
  current?: Addresses
}

function changedAddress(input: SystemEvent & { current: Addresses }): InboundFact[] {
  const { message, context, previous, current } = input
  const externalKey = requireKey(message, 'system message')
  const changed: IdentityChangedFact = {
    kind: 'identity_changed',
    previous: identitiesOf(previous, context.scope),
    current: identitiesOf(current, context.scope),
    replyAddress: replyAddressOf(current),
    externalKey,
    at: requireTime(message, `system message ${externalKey}`),
  }
  return [changed, systemLine(input)]
}

/**
 * The line in the conversation. It names the person by the addresses from before: the thread is known
 * under those, and under the new ones another thread would begin.
 */
function systemLine({ message, context, event, previous, current }: SystemEvent): MessageFact {
  const externalKey = requireKey(message, 'system message')
  const party = partyOf(previous, context.scope)
  return {
    kind: 'message',
    direction: 'inbound',
    party: current ? { ...party, replyAddress: replyAddressOf(current) } : party,
    externalKey,
    type: 'system',
    payload: {
      system: {
        event: clip(event, 64),
        ...(previous.phone !== undefined && { from: previous.phone }),
        ...(current?.phone !== undefined && { to: current.phone }),
      },
    },
    attachments: [],
    sentAt: requireTime(message, `system message ${externalKey}`),
    opensWindow: false,
  }
}
