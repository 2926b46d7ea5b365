import type {
  ConversationListItem,
  ConversationState,
  ViewState,
  ViewWho,
} from '@shared/contracts/conversations.ts'
import type { Page } from '@shared/contracts/z.ts'
import type { UserId } from '@shared/ids.ts'

/** What a cached list was asked for. A search shows whatever matched, in every state. */
export interface ListFilter {
  who: ViewWho
  state: ViewState
  isSearch: boolean
}

export type ListPages = Page<ConversationListItem>[]

/** The conversation with the newer state; versions decide, not the order of arrival. */
export function newerState<T extends ConversationState>(row: T, state: ConversationState): T {
  return state.version > row.version ? { ...row, ...state } : row
}

/** Whether the view holds this conversation: the same rule as the server's query. */
export function belongs(state: ConversationState, filter: ListFilter, me: UserId): boolean {
  if (filter.who === 'mine' && state.assigneeId !== me) return false
  if (filter.who === 'unassigned' && state.assigneeId !== null) return false
  if (filter.state === 'waiting') return state.status === 'open' && state.waitingSince !== null
  return state.status === filter.state
}

type Order = (a: ConversationState, b: ConversationState) => number

/** Longest waiting first; in the other views, newest first. */
export function orderOf(filter: ListFilter): Order {
  if (filter.state === 'waiting' && !filter.isSearch)
    return (a, b) => compare(a.waitingSince ?? '', b.waitingSince ?? '') || compare(a.id, b.id)
  return (a, b) => compare(b.lastMessageAt, a.lastMessageAt) || compare(b.id, a.id)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The pages after one conversation changed: patched where it stands, moved or put in.
 * What sorts behind the last loaded row is left to the next page, which will bring it.
 */
export function placeRow(pages: ListPages, row: ConversationListItem, order: Order): ListPages {
  const without = removeRow(pages, row.id)
  const at = without.findIndex((page) => {
    const last = page.items.at(-1)
    return last !== undefined && order(row, last) < 0
  })
  const target = at === -1 ? endOf(without) : at
  return target === -1
    ? without
    : without.map((page, index) => (index === target ? insert(page, row, order) : page))
}

/** The pages without a conversation that left the view. */
export function removeRow(pages: ListPages, id: string): ListPages {
  return pages.map((page) => withoutRow(page, id))
}

function withoutRow(page: Page<ConversationListItem>, id: string): Page<ConversationListItem> {
  return page.items.some((item) => item.id === id)
    ? { ...page, items: page.items.filter((item) => item.id !== id) }
    : page
}

/** The last page takes what sorts behind everything, but only where the list really ends there. */
function endOf(pages: ListPages): number {
  return pages.at(-1)?.nextCursor === null ? pages.length - 1 : -1
}

function insert(page: Page<ConversationListItem>, row: ConversationListItem, order: Order) {
  const at = page.items.findIndex((item) => order(row, item) < 0)
  const items = [...page.items]
  items.splice(at === -1 ? items.length : at, 0, row)
  return { ...page, items }
}

/** The row as it stands in any of the pages. */
export function findRow(pages: ListPages, id: string): ConversationListItem | undefined {
  for (const page of pages) {
    const row = page.items.find((item) => item.id === id)
    if (row) return row
  }
  return undefined
}
