import type { ConversationListItem, ConversationState } from '@shared/contracts/conversations.ts'

/** Whether a conversation moves from one counted view to another. */
export function changesCounts(before: ConversationState, after: ConversationState): boolean {
  return (
    before.assigneeId !== after.assigneeId ||
    before.status !== after.status ||
    (before.waitingSince === null) !== (after.waitingSince === null)
  )
}

/** What events tell of a conversation, of an answer that tells more. */
export function stateOf(state: ConversationState): ConversationState {
  const { id, number, threadId, contactId, channelId, status, assigneeId, waitingSince } = state
  const { unreadCount, lastMessageAt, lastDirection, lastMessageType, preview, version } = state
  return {
    id,
    number,
    threadId,
    contactId,
    channelId,
    status,
    assigneeId,
    waitingSince,
    unreadCount,
    lastMessageAt,
    lastDirection,
    lastMessageType,
    preview,
    version,
  }
}

/** A conversation as the lists show it. */
export function toRow(detail: ConversationListItem): ConversationListItem {
  return { ...stateOf(detail), contactName: detail.contactName, draft: detail.draft }
}
