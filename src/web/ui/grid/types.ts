import type { ReactNode } from 'react'

/** How a cell is edited: as a text of its own kind, or by a choice. */
export type CellEditor<Row> =
  | {
      kind: 'text' | 'number' | 'date' | 'datetime-local' | 'tel' | 'email' | 'url'
      textOf: (row: Row) => string
    }
  | { kind: 'choice'; textOf: (row: Row) => string; choices: readonly { value: string; label: string }[] }

export interface GridColumn<Row> {
  key: string
  label: string
  width: number
  /** Numbers stand at the end of their cells. */
  isNumber?: boolean
  render: (row: Row) => ReactNode
  editor?: CellEditor<Row>
  /** Typing a letter edits; absent where letters are shortcuts. */
  isTypedInto?: boolean
  /** The key to sort by, where the server can. */
  sort?: string
}

/** A cell by position; row -1 is the head. */
export interface Place {
  row: number
  column: number
}

export interface GridSort {
  key: string
  isDescending: boolean
}

/** A cell that is being edited, or whose edit was refused. */
export interface CellEdit {
  rowKey: string
  columnKey: string
}

/** Takes a cell's new text. @returns why not, in the person's words, or null. */
export type SaveCell<Row> = (row: Row, column: GridColumn<Row>, text: string) => Promise<string | null>
