import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Board, DealCard } from '@shared/contracts/deals.ts'
import type { DealId, StageId } from '@shared/ids.ts'
import { findCard, moveOnBoard, patchBoard, placeOf } from './board-patch.ts'

const STAGES = ['stg_a', 'stg_b', 'stg_c'] as StageId[]

const card = (id: string, more: Partial<DealCard> = {}): DealCard => ({
  id: id as DealId,
  number: 1,
  pipelineId: 'pip_1' as DealCard['pipelineId'],
  stageId: STAGES[0] as StageId,
  position: `a${id}`,
  status: 'open',
  title: id,
  amount: 100,
  currency: 'MXN',
  contactId: null,
  contactName: null,
  companyId: null,
  companyName: null,
  ownerId: null,
  expectedCloseOn: null,
  lostReasonId: null,
  stageSince: '',
  touchedAt: '',
  nextTaskAt: null,
  closedAt: null,
  custom: {},
  createdAt: '',
  version: 1,
  labels: [],
  ...more,
})

const empty: Board = {
  columns: STAGES.map((stageId) => ({ stageId, items: [], nextCursor: null, sums: [] })),
  isCapped: false,
}

/** The board as the server would answer it. */
function boardOf(cards: readonly DealCard[]): Board {
  return cards.reduce((board, each) => patchBoard(board, each.id, each).board, empty)
}

const shape = (board: Board) =>
  board.columns.map((column) => ({
    titles: column.items.map((item) => `${item.title}@${item.version}`),
    sums: column.sums.toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
  }))

describe('a cached board', () => {
  it('with the events it missed, in any order and repeated, equals a fresh one', () => {
    const change = fc.record({
      id: fc.constantFrom('1', '2', '3', '4'),
      stageId: fc.constantFrom(...STAGES),
      position: fc.constantFrom('a0', 'a1', 'a2', 'a3'),
      amount: fc.option(fc.integer({ min: -1e9, max: 1e9 })),
      currency: fc.constantFrom('MXN', 'CLP'),
      status: fc.constantFrom('open', 'open', 'won', 'lost'),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (changes, chance) => {
        const state = new Map(['1', '2', '3', '4'].map((id) => [id, card(id)]))
        const start = boardOf([...state.values()])
        const events = changes.map(({ id, ...facts }) => {
          const next = { ...(state.get(id) ?? card(id)), ...facts } as DealCard
          const told = { ...next, version: next.version + 1 }
          state.set(id, told)
          return told
        })
        const heard = [...events, ...events].sort(() => ((chance.next().value ?? 0) % 2 ? 1 : -1))
        // Who left the board is not remembered: its last event must be the last one heard.
        const last = [...state.values()].filter((each) => each.version > 1)
        const seen = [...heard, ...last].reduce(
          (board, each) => patchBoard(board, each.id, each).board,
          start,
        )
        expect(shape(seen)).toEqual(shape(boardOf([...state.values()])))
      }),
      { numRuns: 300 },
    )
  })

  it('takes no older state for a newer one', () => {
    const board = boardOf([card('1', { version: 5, title: 'new' })])
    const late = card('1', { version: 4, title: 'old', stageId: STAGES[1] as StageId })
    expect(patchBoard(board, late.id, late).board).toBe(board)
    expect(patchBoard(board, late.id, { ...late, version: 5 }).board).toBe(board)
  })

  it('knows when it cannot tell the sums by itself', () => {
    const board = boardOf([card('1')])
    expect(patchBoard(board, '9' as DealId, card('9', { version: 1 })).isUnsure).toBe(false)
    expect(patchBoard(board, '9' as DealId, card('9', { version: 4 })).isUnsure).toBe(true)
  })

  it('shows a move at once, and takes it back to the very place', () => {
    const board = boardOf([card('1'), card('2'), card('3')])
    const before = placeOf(board, '2' as DealId)
    const moved = moveOnBoard(board, '2' as DealId, { stageId: STAGES[1] as StageId })
    expect(shape(moved).map((column) => column.titles)).toEqual([['1@1', '3@1'], ['2@1'], []])
    expect(moved.columns[1]?.sums).toEqual([{ currency: 'MXN', count: 1, amount: '100' }])
    const back = before && moveOnBoard(moved, '2' as DealId, before)
    expect(shape(back ?? empty)).toEqual(shape(board))
    const answered = patchBoard(
      moved,
      '2' as DealId,
      card('2', { stageId: STAGES[2] as StageId, version: 2 }),
    )
    expect(findCard(answered.board, '2' as DealId)?.stageId).toBe(STAGES[2])
  })

  it('moves within a column, above and below', () => {
    const board = boardOf([card('1'), card('2'), card('3')])
    const stageId = STAGES[0] as StageId
    const titles = (place: object) =>
      moveOnBoard(board, '3' as DealId, { stageId, ...place }).columns[0]?.items.map((item) => item.title)
    expect(titles({ afterId: '1' })).toEqual(['1', '3', '2'])
    expect(titles({ beforeId: '2' })).toEqual(['1', '3', '2'])
    expect(titles({ beforeId: '1' })).toEqual(['3', '1', '2'])
    expect(titles({})).toEqual(['3', '1', '2'])
  })
})
