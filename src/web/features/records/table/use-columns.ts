import { useState } from 'react'
import type { ViewDefinition } from '@shared/contracts/views.ts'
import type { GridColumn } from '../../../ui/grid/types.ts'
import type { ColumnSide } from '../../../ui/grid/use-column-drag.ts'
import { DEFAULT_COLUMNS } from './columns.tsx'
import type { TableEntity, TableRow } from '../../../lib/table-rows.ts'

export type ColumnChoice = ViewDefinition['columns']

/** Which columns are shown, in which order and how wide: the view's, until the person changes them here. */
export function useColumns<Row = TableRow>(
  entity: TableEntity,
  { all, view, storageKey }: { all: GridColumn<Row>[]; view: ColumnChoice | null; storageKey: string },
) {
  const [changed, setChanged] = useState<{ key: string; columns: ColumnChoice } | null>(null)
  const kept = changed?.key === storageKey ? changed.columns : stored(storageKey)
  const choice: ColumnChoice = kept ?? view ?? DEFAULT_COLUMNS[entity].map((key) => ({ key }))
  const put = (columns: ColumnChoice) => {
    localStorage.setItem(storageKey, JSON.stringify(columns))
    setChanged({ key: storageKey, columns })
  }
  const byKey = new Map(all.map((column) => [column.key, column]))
  const shown = choice.flatMap(({ key, width }) => {
    const column = byKey.get(key)
    return column ? [{ ...column, width: width ?? column.width }] : []
  })
  return {
    // Without any, a table has no rows to hold on to.
    shown: shown.length > 0 ? shown : all.slice(0, 1),
    choice,
    resize: (key: string, width: number) =>
      put(choice.map((column) => (column.key === key ? { ...column, width } : column))),
    toggle: (key: string) =>
      put(
        choice.some((column) => column.key === key)
          ? choice.filter((column) => column.key !== key)
          : [...choice, { key }],
      ),
    move: (key: string, by: 1 | -1) => put(moved(choice, key, by)),
    place: (key: string, beside: Beside) => put(placed(choice, key, beside)),
    /** What the view says counts again. */
    forget: () => {
      localStorage.removeItem(storageKey)
      setChanged(null)
    },
  }
}

function moved(choice: ColumnChoice, key: string, by: 1 | -1): ColumnChoice {
  const from = choice.findIndex((column) => column.key === key)
  const to = from + by
  const column = choice[from]
  // The first one stands still: it names the row.
  if (!column || from === 0 || to < 1 || to >= choice.length) return choice
  return choice.toSpliced(from, 1).toSpliced(to, 0, column)
}

interface Beside {
  key: string
  side: ColumnSide
}

/** Puts a column before or after another one; none goes before the first, which stands still. */
function placed(choice: ColumnChoice, key: string, { key: other, side }: Beside): ColumnChoice {
  const column = choice.find((one) => one.key === key)
  const rest = choice.filter((one) => one.key !== key)
  const at = rest.findIndex((one) => one.key === other)
  if (!column || at < 0 || choice[0]?.key === key) return choice
  return rest.toSpliced(Math.max(1, side === 'before' ? at : at + 1), 0, column)
}

function stored(key: string): ColumnChoice | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(value) ? (value as ColumnChoice) : null
  } catch {
    // Another version of the app wrote it.
    return null
  }
}
