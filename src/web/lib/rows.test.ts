import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import { describe, expect, it } from 'vitest'
import { orderOf, placeRow, removeRow, type ListPages } from './rows.ts'

const row = (id: string, at: number) =>
  ({ id, lastMessageAt: String(at), waitingSince: String(at), version: 1 }) as ConversationListItem
const newest = orderOf({ who: 'all', state: 'open', isSearch: false })
const longestWaiting = orderOf({ who: 'all', state: 'waiting', isSearch: false })

/** Two loaded pages of a list that goes on. */
const pages = (nextCursor: string | null): ListPages => [
  { items: [row('a', 90), row('b', 80)], nextCursor: 'p2' },
  { items: [row('c', 70), row('d', 60)], nextCursor },
]
const shape = (list: ListPages) => list.map((page) => page.items.map(({ id }) => id).join('')).join('|')

describe('a conversation in the pages of a list', () => {
  it('moves to the place that its newest message gives it', () => {
    expect(shape(placeRow(pages('p3'), row('d', 95), newest))).toBe('dab|c')
    expect(shape(placeRow(pages('p3'), row('d', 75), newest))).toBe('ab|dc')
  })

  it('is left to the next page where it sorts behind everything loaded', () => {
    expect(shape(placeRow(pages('p3'), row('a', 10), newest))).toBe('b|cd')
    expect(shape(placeRow(pages('p3'), row('z', 10), newest))).toBe('ab|cd')
  })

  it('comes last where the list really ends', () => {
    expect(shape(placeRow(pages(null), row('z', 10), newest))).toBe('ab|cdz')
    expect(shape(placeRow([{ items: [], nextCursor: null }], row('z', 10), newest))).toBe('z')
  })

  it('goes to the top by waiting longest, not by writing last', () => {
    const waiting: ListPages = [{ items: [row('a', 20), row('b', 30)], nextCursor: null }]
    expect(shape(placeRow(waiting, row('z', 10), longestWaiting))).toBe('zab')
  })

  it('leaves no trace when it is taken out', () => {
    expect(shape(removeRow(pages('p3'), 'b'))).toBe('a|cd')
  })
})
