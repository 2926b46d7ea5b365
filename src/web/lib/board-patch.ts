import type { Board, BoardColumn, DealCard, DealState, MoneySum } from '@shared/contracts/deals.ts'
import type { DealId } from '@shared/ids.ts'

/** A board with a deal's newest state in it, and whether it could be told without asking the server. */
export interface Patched {
  board: Board
  /** The deal came from, or went to, a part of a column that is not loaded: its sums are not known. */
  isUnsure: boolean
}

/**
 * Puts a deal's state where it belongs. Of two states the one with the higher version counts, so events
 * may repeat, come late, or overlap a fetch. A null stands for a deal that is gone.
 */
export function patchBoard(board: Board, id: DealId, next: DealState | null): Patched {
  const known = findCard(board, id)
  if (known && next && known.version >= next.version) return { board, isUnsure: false }
  const card =
    next && shownOn(board, next)
      ? { ...next, labels: known?.labels ?? [], custom: known?.custom ?? {} }
      : null
  const without = known ? mapColumns(board, (column) => takeOut(column, known)) : board
  const placed = card ? mapColumns(without, (column) => putIn(column, card)) : without
  // A new deal is known to be new by its first version; any other may have been counted before.
  const isNew = next?.version === 1
  return { board: placed, isUnsure: !known && !isNew && next !== null }
}

export function findCard(board: Board, id: DealId): DealCard | undefined {
  for (const column of board.columns) {
    const card = column.items.find((item) => item.id === id)
    if (card) return card
  }
  return undefined
}

const shownOn = (board: Board, deal: DealState): boolean =>
  deal.status === 'open' && board.columns.some((column) => column.stageId === deal.stageId)

const mapColumns = (board: Board, change: (column: BoardColumn) => BoardColumn): Board => ({
  ...board,
  columns: board.columns.map(change),
})

function takeOut(column: BoardColumn, card: DealCard): BoardColumn {
  if (!column.items.some((item) => item.id === card.id)) return column
  return {
    ...column,
    items: column.items.filter((item) => item.id !== card.id),
    sums: addTo(column.sums, card, -1),
  }
}

function putIn(column: BoardColumn, card: DealCard): BoardColumn {
  if (column.stageId !== card.stageId) return column
  const sums = addTo(column.sums, card, 1)
  const at = column.items.findIndex((item) => isBefore(card, item))
  // Below the last loaded card of a column that goes on, it will come with its page.
  if (at < 0 && column.nextCursor !== null) return { ...column, sums }
  return { ...column, items: column.items.toSpliced(at < 0 ? column.items.length : at, 0, card), sums }
}

/** As the server orders them: byte by byte, then by id. */
function isBefore(a: DealState, b: DealState): boolean {
  return a.position === b.position ? a.id < b.id : a.position < b.position
}

function addTo(sums: readonly MoneySum[], card: DealCard, sign: 1 | -1): MoneySum[] {
  const amount = BigInt(sign) * BigInt(card.amount ?? 0)
  const known = sums.find((sum) => sum.currency === card.currency)
  const next: MoneySum = {
    currency: card.currency,
    count: (known?.count ?? 0) + sign,
    amount: (BigInt(known?.amount ?? 0) + amount).toString(),
  }
  const others = sums.filter((sum) => sum !== known)
  return next.count > 0 ? [...others, next] : others
}

export interface Place {
  stageId: BoardColumn['stageId']
  afterId?: DealId | undefined
  beforeId?: DealId | undefined
}

/** Shows a move before the server has confirmed it; the version stays, so that its answer wins. */
export function moveOnBoard(board: Board, id: DealId, place: Place): Board {
  const card = findCard(board, id)
  if (!card) return board
  const position = positionAt(board, id, place)
  const without = mapColumns(board, (column) => takeOut(column, card))
  return mapColumns(without, (column) => putIn(column, { ...card, stageId: place.stageId, position }))
}

/**
 * A key for the meantime: right after the upper neighbour's. What sorts between two keys for certain,
 * only the server knows.
 */
function positionAt(board: Board, id: DealId, { stageId, afterId, beforeId }: Place): string {
  const items = board.columns
    .find((column) => column.stageId === stageId)
    ?.items.filter((item) => item.id !== id)
  if (!items) return ''
  const below = beforeId ? items.findIndex((item) => item.id === beforeId) - 1 : -1
  const upper = afterId ? items.find((item) => item.id === afterId) : items[below]
  return upper ? `${upper.position}!` : ''
}

/** The neighbours by which a card can be put back where it is. */
export function placeOf(board: Board, id: DealId): Place | undefined {
  for (const { stageId, items } of board.columns) {
    const at = items.findIndex((item) => item.id === id)
    if (at < 0) continue
    const [afterId, beforeId] = [items[at - 1]?.id, items[at + 1]?.id]
    return { stageId, ...(afterId ? { afterId } : {}), ...(beforeId && !afterId ? { beforeId } : {}) }
  }
  return undefined
}
