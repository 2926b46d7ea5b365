import type { MessageDto } from '@shared/contracts/messages.ts'
import type { ConversationId } from '@shared/ids.ts'
import type { OutboxItem } from './outbox.ts'

/** A message as the thread shows it; `local` while it waits on this device. */
export interface ShownMessage extends MessageDto {
  local: OutboxItem | null
}

export type ThreadEntry =
  | { kind: 'day'; key: string; at: Date }
  | { kind: 'episode'; key: string; endedConversationId: ConversationId }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: ShownMessage; isFirstOfGroup: boolean; position: number }

const GROUP_MS = 3 * 60_000

/** Server messages and those still on this device, oldest first, each said once. */
export function mergeOutbox(
  newestFirst: readonly MessageDto[],
  outbox: readonly OutboxItem[],
): ShownMessage[] {
  const known = new Set(newestFirst.map((message) => message.clientToken))
  const shown = newestFirst.map((message) => ({ ...message, local: null })).reverse()
  return [...shown, ...outbox.filter((item) => !known.has(item.clientToken)).map(asMessage)]
}

function asMessage(item: OutboxItem): ShownMessage {
  return {
    id: `local:${item.clientToken}` as MessageDto['id'],
    conversationId: item.conversationId,
    threadId: item.threadId,
    direction: item.mode === 'note' ? 'internal' : 'outbound',
    origin: 'agent',
    authorId: null,
    type: item.mode === 'note' ? 'note' : (item.attachment?.type ?? 'text'),
    text: item.text || null,
    status: item.refusal ? 'failed' : 'queued',
    externalId: null,
    clientToken: item.clientToken,
    quoted: item.quoted,
    reactions: [],
    attachments: item.attachment ? [item.attachment] : [],
    payload: null,
    error: null,
    sentAt: item.createdAt,
    deliveredAt: null,
    readAt: null,
    editedAt: null,
    deletedAt: null,
    local: item,
  }
}

/**
 * The thread's rows: a knot per day, a line where one conversation ended and the next began, a line
 * before what came unread, and the messages, grouped where one person goes on writing.
 */
export function threadEntries(
  messages: readonly ShownMessage[],
  firstUnreadId: string | null,
): ThreadEntry[] {
  const entries: ThreadEntry[] = []
  let previous: ShownMessage | null = null
  messages.forEach((message, index) => {
    const at = new Date(message.sentAt)
    if (previous && previous.conversationId !== message.conversationId) {
      entries.push({
        kind: 'episode',
        key: `episode:${message.id}`,
        endedConversationId: previous.conversationId,
      })
    }
    const isNewDay = !previous || at.toDateString() !== new Date(previous.sentAt).toDateString()
    if (isNewDay) entries.push({ kind: 'day', key: `day:${at.toDateString()}:${message.id}`, at })
    const isUnreadStart = message.id === firstUnreadId
    if (isUnreadStart) entries.push({ kind: 'unread', key: 'unread' })
    const isFirstOfGroup = isNewDay || isUnreadStart || !previous || !continues(previous, message)
    // One key from the first keystroke to the blue ticks, so that the bubble is never drawn anew.
    entries.push({
      kind: 'message',
      key: message.clientToken ?? message.id,
      message,
      isFirstOfGroup,
      position: index + 1,
    })
    previous = message
  })
  return entries
}

function continues(previous: MessageDto, message: MessageDto): boolean {
  return (
    previous.direction === message.direction &&
    previous.direction !== 'internal' &&
    previous.authorId === message.authorId &&
    previous.conversationId === message.conversationId &&
    Date.parse(message.sentAt) - Date.parse(previous.sentAt) < GROUP_MS
  )
}

/** The oldest of the last `unread` messages of the contact. */
export function firstUnread(oldestFirst: readonly MessageDto[], unread: number): string | null {
  if (unread <= 0) return null
  const inbound = oldestFirst.filter((message) => message.direction === 'inbound')
  return inbound[Math.max(0, inbound.length - unread)]?.id ?? null
}
