import type { ConversationDetail } from '@shared/contracts/conversations.ts'

/** Whether free text may be sent to the contact, and for how long still. */
export type ReplyWindow =
  | { state: 'none' }
  | { state: 'open' | 'closing'; leftMs: number }
  | { state: 'closed' }

const CLOSING_MS = 4 * 60 * 60_000

export function windowOf(
  {
    hasReplyWindow,
    replyWindowExpiresAt,
  }: Pick<ConversationDetail, 'hasReplyWindow' | 'replyWindowExpiresAt'>,
  now: Date,
): ReplyWindow {
  if (!hasReplyWindow) return { state: 'none' }
  const leftMs = replyWindowExpiresAt ? Date.parse(replyWindowExpiresAt) - now.getTime() : 0
  if (leftMs <= 0) return { state: 'closed' }
  return { state: leftMs < CLOSING_MS ? 'closing' : 'open', leftMs }
}

/** "23 h", or to the minute in the last hours, when it counts. */
export function leftText(leftMs: number): string {
  const minutes = Math.max(1, Math.floor(leftMs / 60_000))
  const hours = Math.floor(minutes / 60)
  if (hours >= 4) return `${hours} h`
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
}
