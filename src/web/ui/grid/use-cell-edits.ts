import { useState } from 'react'
import type { AfterSave } from './cell-input.tsx'
import type { GridColumn, SaveCell } from './types.ts'

interface Open {
  cell: string
  typed: string | null
}

export const cellKey = (rowKey: string, columnKey: string) => `${rowKey} ${columnKey}`

interface Init<Row> {
  rowKey: (row: Row) => string
  onSave: SaveCell<Row>
  /** The cell is closed; the focus goes back to the grid. */
  onClosed: (after: AfterSave) => void
}

/** Which cell is open, and which were refused: an error stays at its cell until that is edited again. */
export function useCellEdits<Row>({ rowKey, onSave, onClosed }: Init<Row>) {
  const [open, setOpen] = useState<Open | null>(null)
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map())
  const setError = (cell: string, error: string | null) =>
    setErrors((known) => {
      const next = new Map(known)
      if (error === null) next.delete(cell)
      else next.set(cell, error)
      return next
    })
  return {
    errors,
    isOpen: (row: Row, column: GridColumn<Row>) => open?.cell === cellKey(rowKey(row), column.key),
    typed: open?.typed ?? null,
    start: (row: Row, column: GridColumn<Row>, typed: string | null) =>
      setOpen({ cell: cellKey(rowKey(row), column.key), typed }),
    cancel: () => {
      setOpen(null)
      onClosed(0)
    },
    save: (row: Row, column: GridColumn<Row>, result: { text: string; after: AfterSave }) => {
      setOpen(null)
      onClosed(result.after)
      const cell = cellKey(rowKey(row), column.key)
      if (result.text === column.editor?.textOf(row)) return
      setError(cell, null)
      void onSave(row, column, result.text).then((error) => error !== null && setError(cell, error))
    },
  }
}
