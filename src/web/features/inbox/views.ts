import type { ViewCounts, ViewState, ViewWho } from '@shared/contracts/conversations.ts'
import { LIMITS } from '@shared/limits.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'

export const VIEW_WHO_VALUES = ['mine', 'unassigned', 'all'] as const satisfies readonly ViewWho[]
export type InboxWho = (typeof VIEW_WHO_VALUES)[number]

/** The states that this release shows; snoozing does not exist yet. */
export const INBOX_STATES = ['waiting', 'open', 'resolved'] as const satisfies readonly ViewState[]
export type InboxState = (typeof INBOX_STATES)[number]

export const WHO_LABELS: Record<InboxWho, PlainKey> = {
  mine: 'inbox.mine',
  unassigned: 'inbox.unassigned',
  all: 'inbox.all',
}

export const STATE_LABELS: Record<InboxState, PlainKey> = {
  waiting: 'inbox.waiting',
  open: 'inbox.open',
  resolved: 'inbox.resolved',
}

/** "999+" where the server stopped counting. */
export function capped(count: number, format: (value: number) => string): string {
  return count >= LIMITS.countCap ? `${format(LIMITS.countCap)}+` : format(count)
}

/** How many the view holds; resolved ones are not counted. */
export function countOf(counts: ViewCounts | undefined, who: InboxWho, state: InboxState): number | null {
  return counts && state !== 'resolved' ? counts[who][state] : null
}
