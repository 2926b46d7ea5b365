import type { DomainEvent } from '../../../shared/events.ts'
import { isId } from '../../../shared/ids.ts'
import type { ReactionFact, StatusFact } from '../../adapters/contract/index.ts'
import { climb, isUnsettled } from '../messages/index.ts'
import { applyMessage } from './apply-message.ts'
import { keyOf, type Group, type GroupState, type MessageRow } from './batch-state.ts'
import { noEffects, type GroupEffects } from './effects.ts'
import type { ReadyItem } from './entry.ts'

/** What the group's items change, given what is known under the locks. Pure but for new ids. */
export function applyFacts(
  group: Group,
  state: GroupState,
  limits: { inboundMediaMaxBytes: number },
): GroupEffects {
  const effects = noEffects()
  for (const item of group.items) {
    for (const fact of item.threaded) {
      if (fact.kind === 'message') applyMessage(state, effects, { item, fact, ...limits })
      else applyReaction(state, effects, { item, fact })
    }
    if (item.unreadable !== null) effects.events.push(() => failedPart(item))
    for (const fact of item.plain) {
      if (fact.kind === 'status') applyStatus(state, effects, { item, fact })
    }
  }
  return effects
}

function failedPart({ channel, receiptId }: ReadyItem): DomainEvent {
  return { type: 'receipt.failed', data: { receiptId, channelId: channel.channelId } }
}

/** The newer reaction of a person replaces the older; one for an unknown message waits for it. */
function applyReaction(
  state: GroupState,
  effects: GroupEffects,
  { item, fact }: { item: ReadyItem; fact: ReactionFact },
): void {
  const channelId = item.channel.channelId
  const key = `${channelId}|${fact.targetExternalKey}|contact`
  const known = state.reactions.get(key)
  if (known && known >= fact.sentAt) return
  state.reactions.set(key, fact.sentAt)
  effects.reactions.set(key, {
    channelId,
    targetExternalKey: fact.targetExternalKey,
    emoji: fact.emoji,
    at: fact.sentAt,
  })
  const target = state.messagesByKey.get(keyOf(channelId, fact.targetExternalKey))
  if (!target) return
  effects.events.push(() => ({
    type: 'message.reacted',
    data: {
      messageId: target.id,
      conversationId: target.conversationId,
      threadId: target.threadId,
      emoji: fact.emoji,
      by: 'contact',
    },
  }))
}

/**
 * A delivery report. Our own id, given back by the provider, comes first: it names the message even
 * where the send's answer was lost, and so settles sends whose outcome is unknown.
 */
function applyStatus(
  state: GroupState,
  effects: GroupEffects,
  { item, fact }: { item: ReadyItem; fact: StatusFact },
): void {
  const channelId = item.channel.channelId
  const target = targetOf(state, channelId, fact)
  if (!target) {
    effects.parked.push({ channelId, ...fact, error: fact.error ?? null })
    return
  }
  const before = target.status
  const status = climb(before, fact.status)
  const learnsKey = target.externalKey === null
  if (learnsKey) target.externalKey = fact.externalKey
  if (status === before && !learnsKey) return
  if (isUnsettled(before)) effects.settledSends.add(target.id)
  target.status = status
  if (fact.status === 'delivered') target.deliveredAt ??= fact.at
  if (fact.status === 'read' || fact.status === 'played') target.readAt ??= fact.at
  const error = status === 'failed' ? (fact.error ?? null) : null
  effects.statusChanges.set(target.id, { ...target, error })
  closeWindowIfRefused(effects, target, fact)
  effects.events.push(() => ({
    type: 'message.status_changed',
    data: {
      messageId: target.id,
      conversationId: target.conversationId,
      threadId: target.threadId,
      status,
      error,
      at: fact.at.toISOString(),
    },
  }))
}

function targetOf(state: GroupState, channelId: ReadyItem['channel']['channelId'], fact: StatusFact) {
  if (isId('message', fact.opaque)) {
    const own = state.messagesById.get(fact.opaque)
    if (own && own.channelId === channelId) return own
  }
  return state.messagesByKey.get(keyOf(channelId, fact.externalKey))
}

/** The provider refused free text: whatever we believed of the window, it is closed. */
function closeWindowIfRefused(effects: GroupEffects, target: MessageRow, fact: StatusFact): void {
  if (fact.error?.advice === 'use_template') effects.closedWindows.set(target.threadId, fact.at)
}
