import type { KeyboardEvent } from 'react'
import type { Board, DealCard } from '@shared/contracts/deals.ts'
import type { DealId, StageId } from '@shared/ids.ts'
import { findCard } from '../../lib/board-patch.ts'

export interface BoardKeys {
  onFocus: (id: DealId) => void
  onOpen: (deal: DealCard) => void
  onStage: (deal: DealCard, stageId: StageId) => void
  onWin: (deal: DealCard) => void
  onLose: (deal: DealCard) => void
  onSelect: (deal: DealCard) => void
}

/** Where a key was pressed. */
interface Pressed {
  board: Board
  focused: DealId | null
  /** On the card itself, and on no button or link in it. */
  isOnCard: boolean
}

/** The keys of a board: arrows walk, Shift with them moves the card; all that dragging does, and more. */
export function boardKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>,
  { board, focused, isOnCard }: Pressed,
  keys: BoardKeys,
): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false
  const deal = focused ? findCard(board, focused) : undefined
  const step = STEPS[event.key]
  if (step && event.shiftKey && step.across !== 0) return move(board, deal, { by: step.across, keys })
  if (step && !event.shiftKey) return walk(board, deal, { step, keys })
  if (!deal) return false
  const act = event.shiftKey ? SHIFTED[event.key.toLowerCase()] : PLAIN[event.key]
  // Enter on a button or a link of the card is theirs.
  if (!act || (event.key === 'Enter' && !isOnCard)) return false
  act(keys, deal)
  return true
}

interface Step {
  across: -1 | 0 | 1
  down: -1 | 0 | 1
}

const STEPS: Record<string, Step> = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
}

type Act = (keys: BoardKeys, deal: DealCard) => void

const SHIFTED: Record<string, Act> = {
  g: (keys, deal) => keys.onWin(deal),
  p: (keys, deal) => keys.onLose(deal),
}
const PLAIN: Record<string, Act> = {
  Enter: (keys, deal) => keys.onOpen(deal),
  x: (keys, deal) => keys.onSelect(deal),
}

function move(board: Board, deal: DealCard | undefined, to: { by: number; keys: BoardKeys }): boolean {
  const at = board.columns.findIndex((column) => column.stageId === deal?.stageId)
  const target = board.columns[at + to.by]
  if (!deal || !target) return false
  to.keys.onStage(deal, target.stageId)
  return true
}

/** To the neighbour; across, over empty columns, to the card at the same height. */
function walk(
  board: Board,
  deal: DealCard | undefined,
  { step, keys }: { step: Step; keys: BoardKeys },
): boolean {
  const filled = board.columns.filter((column) => column.items.length > 0)
  const at = filled.findIndex((column) => column.stageId === deal?.stageId)
  const here = filled[at]
  if (!deal || !here) {
    const first = filled[0]?.items[0]
    if (first) keys.onFocus(first.id)
    return first !== undefined
  }
  const height = here.items.findIndex((item) => item.id === deal.id)
  const column = filled[at + step.across]
  const next = column?.items[Math.min(height + step.down, column.items.length - 1)]
  if (next) keys.onFocus(next.id)
  return true
}
