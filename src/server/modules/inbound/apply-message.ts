import { newId } from '../../../shared/ids.ts'
import type { MessageFact } from '../../adapters/contract/index.ts'
import { previewOf } from '../messages/index.ts'
import { keyOf, type ConversationRow, type GroupState, type ThreadRow } from './batch-state.ts'
import { chooseEpisode, clampToArrival } from './domain/episodes.ts'
import { conversationState, type GroupEffects, type NewMessage } from './effects.ts'
import type { InboundChannel, ReadyItem, ThreadedFact } from './entry.ts'

const HOUR = 3_600_000

type ThreadedMessage = ThreadedFact & MessageFact

/** A message that tells of the past or of the system: it stays quiet, and opens nothing. */
function isQuiet(fact: MessageFact): boolean {
  return fact.direction === 'inbound' && !fact.opensWindow
}

/** Adds a message that is not known yet to the thread's conversation and counts it there. */
export function applyMessage(
  state: GroupState,
  effects: GroupEffects,
  context: { item: ReadyItem; fact: ThreadedMessage; inboundMediaMaxBytes: number },
): void {
  const { item, fact } = context
  const key = keyOf(item.channel.channelId, fact.externalKey)
  if (state.messagesByKey.has(key)) return
  const thread = state.threads.get(fact.thread.threadId)
  if (!thread) throw new Error(`thread ${fact.thread.threadId} vanished`)

  const sentAt = clampToArrival(fact.sentAt, item.receivedAt)
  const conversation = episodeFor(thread, effects, { fact, sentAt })
  const message = newMessage(item.channel, fact, { conversation, sentAt })
  effects.newMessages.push(message)
  rememberKey(state, key, message)
  addAttachments(effects, message, { fact, maxBytes: context.inboundMediaMaxBytes })
  touchThread(thread, fact, { sentAt, channel: item.channel })
  touchConversation(conversation, fact, { sentAt, message })
  effects.threads.set(thread.id, thread)
  effects.conversations.set(conversation.id, { row: conversation, thread })
  effects.events.push(() => ({
    type: fact.direction === 'inbound' ? 'message.received' : 'message.created',
    data: { messageId: message.id, conversation: conversationState(conversation, thread) },
  }))
}

function episodeFor(
  thread: ThreadRow,
  effects: GroupEffects,
  { fact, sentAt }: { fact: MessageFact; sentAt: Date },
): ConversationRow {
  const last = thread.conversation
  if (isQuiet(fact) && last) return last
  const choice = chooseEpisode(last, sentAt)
  if (choice === 'continue' && last) return last
  if (choice === 'reopen' && last) return reopen(last, thread, effects)
  const opened = startEpisode(sentAt, { isOpen: !isQuiet(fact) })
  thread.conversation = opened
  effects.opened.push(opened)
  return opened
}

function reopen(row: ConversationRow, thread: ThreadRow, effects: GroupEffects): ConversationRow {
  row.status = 'open'
  row.isOpen = true
  row.resolvedAt = null
  effects.events.push(() => ({
    type: 'conversation.reopened',
    data: { conversation: conversationState(row, thread), by: null },
  }))
  return row
}

function startEpisode(at: Date, { isOpen }: { isOpen: boolean }): ConversationRow {
  return {
    id: newId('conversation'),
    number: 0,
    status: isOpen ? 'open' : 'resolved',
    assigneeId: null,
    waitingSince: null,
    firstReplyAt: null,
    resolvedAt: isOpen ? null : at,
    isOpen,
    unreadCount: 0,
    lastMessageAt: at,
    lastDirection: 'inbound',
    lastMessageType: 'system',
    preview: '',
    version: 0,
  }
}

function newMessage(
  channel: InboundChannel,
  fact: ThreadedMessage,
  { conversation, sentAt }: { conversation: ConversationRow; sentAt: Date },
): NewMessage {
  return {
    id: newId('message'),
    channelId: channel.channelId,
    threadId: fact.thread.threadId,
    conversationId: conversation.id,
    direction: fact.direction,
    origin: fact.type === 'system' ? 'system' : fact.direction === 'inbound' ? 'contact' : 'device',
    externalKey: fact.externalKey,
    type: fact.type,
    text: fact.text ?? null,
    payload: fact.payload ?? null,
    quotedExternalKey: fact.quotedExternalKey ?? null,
    status: fact.direction === 'outbound' ? 'sent' : null,
    error: fact.error ?? null,
    sentAt,
  }
}

/** A status or a repeat later in the same batch must find the message that is not stored yet. */
function rememberKey(state: GroupState, key: string, message: NewMessage): void {
  const row = { ...message, deliveredAt: null, readAt: null }
  state.messagesByKey.set(key, row)
  state.messagesById.set(message.id, row)
}

function addAttachments(
  effects: GroupEffects,
  message: NewMessage,
  { fact, maxBytes }: { fact: MessageFact; maxBytes: number },
): void {
  for (const attachment of fact.attachments) {
    effects.newAttachments.push({
      ...attachment,
      id: newId('attachment'),
      messageId: message.id,
      tooBig: (attachment.size ?? 0) > maxBytes,
    })
  }
}

function touchThread(
  thread: ThreadRow,
  fact: MessageFact,
  { sentAt, channel }: { sentAt: Date; channel: InboundChannel },
): void {
  if (fact.direction === 'outbound') {
    thread.lastOutboundAt = later(thread.lastOutboundAt, sentAt)
    return
  }
  if (!fact.opensWindow) return
  thread.lastInboundAt = later(thread.lastInboundAt, sentAt)
  thread.replyAddress = fact.party.replyAddress
  if (channel.replyWindowHours !== null) {
    const expires = new Date(sentAt.getTime() + channel.replyWindowHours * HOUR)
    thread.windowExpiresAt = later(thread.windowExpiresAt, expires)
  }
}

function touchConversation(
  row: ConversationRow,
  fact: MessageFact,
  { sentAt, message }: { sentAt: Date; message: NewMessage },
): void {
  row.version++
  const isNewest = sentAt >= row.lastMessageAt
  if (isNewest || row.version === 1) {
    row.lastMessageAt = later(row.lastMessageAt, sentAt)
    row.lastDirection = fact.direction
    row.lastMessageType = fact.type
    row.preview = previewOf({ ...message, fileName: fact.attachments[0]?.fileName ?? null })
  }
  if (isQuiet(fact)) return
  if (fact.direction === 'inbound') {
    row.unreadCount++
    row.waitingSince ??= sentAt
  } else if (isNewest) {
    row.waitingSince = null
    row.firstReplyAt ??= sentAt
  }
}

function later(known: Date | null, candidate: Date): Date {
  return known && known > candidate ? known : candidate
}
