import { describe, expect, it } from 'vitest'
import type { Board, DealCard } from '@shared/contracts/deals.ts'
import type { DealId } from '@shared/ids.ts'
import { boardKey, type BoardKeys } from './board-keys.ts'

const card = (title: string, stageId: string) => ({ id: title, title, stageId }) as unknown as DealCard

const board = {
  columns: [
    { stageId: 'new', items: [card('A', 'new'), card('B', 'new'), card('C', 'new')] },
    { stageId: 'quoted', items: [] },
    { stageId: 'closing', items: [card('D', 'closing')] },
  ],
  isCapped: false,
} as unknown as Board

/** What a key does to the card in focus, in words. */
function press(key: string, focused: string | null, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}) {
  const done: string[] = []
  const tell = (what: string) => (deal: DealCard) => void done.push(`${what} ${deal.title}`)
  const keys: BoardKeys = {
    onFocus: (id) => void done.push(`focus ${id}`),
    onOpen: tell('open'),
    onStage: (deal, stageId) => void done.push(`move ${deal.title} to ${stageId}`),
    onWin: tell('win'),
    onLose: tell('lose'),
    onSelect: tell('select'),
  }
  const event = { key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held }
  const isTaken = boardKey(event, { board, focused: focused as DealId | null, isOnCard: true }, keys)
  return isTaken ? done.join(', ') : 'nothing'
}

describe('[DEA-4] the board without drag', () => {
  it('walks from card to card, over empty stages too', () => {
    expect(press('ArrowDown', null)).toBe('focus A')
    expect(press('ArrowDown', 'A')).toBe('focus B')
    expect(press('ArrowUp', 'B')).toBe('focus A')
    expect(press('ArrowRight', 'C')).toBe('focus D')
    expect(press('ArrowLeft', 'D')).toBe('focus A')
    expect(press('ArrowUp', 'A')).toBe('')
  })

  it('moves a card to the stage beside, empty or not, and stops at the ends', () => {
    const shift = { shiftKey: true }
    expect(press('ArrowRight', 'B', shift)).toBe('move B to quoted')
    expect(press('ArrowLeft', 'D', shift)).toBe('move D to quoted')
    expect(press('ArrowLeft', 'A', shift)).toBe('nothing')
    expect(press('ArrowRight', 'D', shift)).toBe('nothing')
  })

  it('opens, selects, wins and loses by one key each', () => {
    expect(press('Enter', 'A')).toBe('open A')
    expect(press('x', 'A')).toBe('select A')
    expect(press('G', 'A', { shiftKey: true })).toBe('win A')
    expect(press('P', 'A', { shiftKey: true })).toBe('lose A')
  })

  it('leaves keys of the browser and of other things alone', () => {
    expect(press('ArrowRight', 'A', { ctrlKey: true })).toBe('nothing')
    expect(press('g', 'A')).toBe('nothing')
    expect(press('Enter', null)).toBe('nothing')
  })
})
