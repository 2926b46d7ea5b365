import type { AdapterChannel, InboundFact, MessageFact, ReactionFact } from '../../adapters/contract/index.ts'
import type { ChannelKind } from '../../../shared/channels.ts'
import type { ChannelId, ContactId, ThreadId, WorkspaceId } from '../../../shared/ids.ts'

/** A channel as the inbound path needs it; from the directory, never from a payload. */
export interface InboundChannel extends AdapterChannel {
  workspaceId: WorkspaceId
  channelId: ChannelId
  kind: ChannelKind
  replyWindowHours: number | null
}

/** One item of one channel, as it came. `dedupe` is the same for every repeat of the same bytes. */
export interface InboundItem {
  channel: InboundChannel
  dedupe: Buffer
  /** The item, and its JSON: what the receipt keeps. */
  content: unknown
  body: string
  receivedAt: Date
}

/** The item of a receipt that is stored already. */
export function itemOf(
  channel: InboundChannel,
  receipt: { dedupe: Buffer; body: Buffer; receivedAt: Date },
): InboundItem {
  const body = receipt.body.toString('utf8')
  const { dedupe, receivedAt } = receipt
  return { channel, dedupe, content: JSON.parse(body) as unknown, body, receivedAt }
}

export interface ThreadRef {
  threadId: ThreadId
  contactId: ContactId
}

export type ThreadedFact = (MessageFact | ReactionFact) & { thread: ThreadRef }
export type PlainFact = Exclude<
  InboundFact,
  MessageFact | ReactionFact | { kind: 'identity_changed' | 'unreadable' }
>

/** An item whose parties are known threads by now: ready for a batch. */
export interface ReadyItem extends InboundItem {
  threaded: ThreadedFact[]
  plain: PlainFact[]
  /** Why a part of the item could not be understood: the rest is applied, the receipt stays failed. */
  unreadable: string | null
  /** Set when the item is already a stored receipt (spilled, or being replayed). */
  receiptId: number | null
}

/** How much of a batch's 200 messages the item takes. */
export function weightOf(item: ReadyItem): number {
  return Math.max(1, item.threaded.length + item.plain.length)
}

export function threadsOf(item: ReadyItem): Set<ThreadId> {
  return new Set(item.threaded.map((fact) => fact.thread.threadId))
}
