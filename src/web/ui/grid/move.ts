import type { Place } from './types.ts'

export interface Extent {
  rows: number
  columns: number
  /** How many rows a page key moves. */
  page: number
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>

/**
 * Where a key takes the focus of a grid, as the ARIA practices say: arrows by cell, Home and End within the row,
 * with Control to the first and the last cell of all, page keys by a screen. The head is row -1.
 * @returns null where the key moves nothing.
 */
export function moveBy({ row, column }: Place, event: Pressed, extent: Extent): Place | null {
  const last = { row: extent.rows - 1, column: extent.columns - 1 }
  const isFar = event.ctrlKey || event.metaKey
  const at = (to: Place): Place => ({
    row: Math.max(-1, Math.min(to.row, last.row)),
    column: Math.max(0, Math.min(to.column, last.column)),
  })
  switch (event.key) {
    case 'ArrowUp':
      return isFar ? null : at({ row: row - 1, column })
    case 'ArrowDown':
      return isFar ? null : at({ row: row + 1, column })
    case 'ArrowLeft':
      return isFar ? null : at({ row, column: column - 1 })
    case 'ArrowRight':
      return isFar ? null : at({ row, column: column + 1 })
    case 'Home':
      return isFar ? at({ row: Math.min(0, last.row), column: 0 }) : at({ row, column: 0 })
    case 'End':
      return isFar ? at(last) : at({ row, column: last.column })
    case 'PageUp':
      return at({ row: Math.max(row < 0 ? -1 : 0, row - extent.page), column })
    case 'PageDown':
      return at({ row: row + extent.page, column })
    default:
      return null
  }
}
