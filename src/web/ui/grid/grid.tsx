import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { useT } from '../../i18n/provider.tsx'
import type { AfterSave } from './cell-input.tsx'
import { GridHead } from './grid-head.tsx'
import { GridCell, GridRow } from './grid-row.tsx'
import { moveBy } from './move.ts'
import { SelectAll, SelectCell } from './select-cell.tsx'
import type { GridColumn, GridSort, Place, SaveCell } from './types.ts'
import type { ColumnSide } from './use-column-drag.ts'
import { cellKey, useCellEdits } from './use-cell-edits.ts'
import { BOX_PX, ROW_PX, useGridWindow } from './use-grid-window.ts'

/** So many rows before the end the next ones are asked for. */
const AHEAD = 15

interface Props<Row> {
  label: string
  columns: readonly GridColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  rowName: (row: Row) => string
  /** Rows in all, where that is known. */
  total: number | null
  sort: GridSort | null
  selected: ReadonlySet<string>
  openKey: string | null
  onSort: (column: GridColumn<Row>) => void
  onResize: (column: GridColumn<Row>, width: number) => void
  onSelect: (row: Row, init: { isRange: boolean }) => void
  /** A click on a row. */
  onPeek: (row: Row) => void
  onOpen: (row: Row) => void
  onSave: SaveCell<Row>
  onEnd: () => void
  /** All rows that are loaded, or none again; with Control and A, or the box in the head. */
  onSelectAll?: (() => void) | undefined
  /** A column was dropped beside another one. */
  onMoveColumn?: ((key: string, beside: { key: string; side: ColumnSide }) => void) | undefined
  /** For those who want to know how far it is scrolled. */
  scroller?: RefObject<HTMLDivElement | null> | undefined
  /** Further letters that mean something on a row. */
  keys?: Readonly<Record<string, (row: Row) => void>> | undefined
}

/**
 * A table as ARIA's grid: one tab stop, cells drawn only where they are seen, the first column standing
 * still. Position 0 of each row is its box for selecting.
 */
export function Grid<Row>(props: Props<Row>) {
  const { columns, rows, rowKey, total } = props
  const t = useT()
  const own = useRef<HTMLDivElement>(null)
  const scroller = props.scroller ?? own
  const [active, setActive] = useState<Place>({ row: 0, column: 1 })
  /** Where the focus is to go, once that cell is drawn. */
  const wanted = useRef<Place | null>(null)
  const place = { ...active, row: Math.min(active.row, rows.length - 1) }
  const { items, shown, width, height, reveal } = useGridWindow({
    scroller,
    rows: rows.length,
    widths: columns.map((column) => column.width),
    active: place,
  })
  const go = (to: Place) => {
    wanted.current = to
    reveal(to)
    setActive(to)
  }
  const edits = useCellEdits<Row>({
    rowKey,
    onSave: props.onSave,
    onClosed: (after: AfterSave) =>
      go({ row: active.row, column: nextColumn(active.column, after, columns.length) }),
  })
  const lastShown = items.at(-1)?.index ?? 0
  const { onEnd } = props
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - AHEAD) onEnd()
  }, [lastShown, rows.length, onEnd])
  useEffect(() => {
    const place = wanted.current
    if (!place) return
    // The row may be drawn only after the scrolling that brought it into view.
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${place.row}:${place.column}"]`)
    if (!cell) return
    wanted.current = null
    cell.focus({ preventScroll: true })
  })
  const edit = (place: Place, typed: string | null) => {
    const [row, column] = [rows[place.row], columns[place.column - 1]]
    if (row && column?.editor) edits.start(row, column, typed)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const done = handleKey(event, {
      props,
      active,
      go,
      edit,
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
    })
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={-1}
      aria-label={props.label}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      data-testid="grid"
      className="relative min-h-0 flex-1 overflow-auto scroll-quiet"
      onKeyDown={onKeyDown}
      onFocus={(event) => setActive((known) => placeOf(event.target) ?? known)}
    >
      <div className="relative" style={{ height, minWidth: width }}>
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-20 flex h-10 min-w-full border-b bg-surface-2"
          style={{ width }}
        >
          <SelectAll
            isActive={place.row === -1 && place.column === 0}
            isSelected={rows.length > 0 && rows.every((row) => props.selected.has(rowKey(row)))}
            label={t('grid.select')}
            onSelect={props.onSelectAll}
          />
          {shown.map(({ index, gap }) => {
            const column = columns[index]
            return (
              column && (
                <GridHead
                  key={column.key}
                  column={column}
                  index={index + 1}
                  sort={props.sort}
                  isActive={place.row === -1 && place.column === index + 1}
                  frozenAt={index === 0 ? BOX_PX : undefined}
                  gap={gap}
                  className={index === 0 ? 'sticky z-10' : ''}
                  onSort={() => column.sort && props.onSort(column)}
                  onResize={(to) => props.onResize(column, to)}
                  onDrop={
                    props.onMoveColumn &&
                    ((key, side) => props.onMoveColumn?.(key, { key: column.key, side }))
                  }
                />
              )
            )
          })}
        </div>
        {items.map(({ index, start, key }) => {
          const row = rows[index]
          if (!row) return null
          const id = rowKey(row)
          return (
            <GridRow
              key={key}
              index={index}
              isSelected={props.selected.has(id)}
              isOpen={props.openKey === id}
              style={{ height: ROW_PX, top: start, width }}
              onClick={() => props.onPeek(row)}
            >
              <SelectCell
                rowIndex={index}
                name={t('grid.selectRow', { name: props.rowName(row) })}
                isActive={place.row === index && place.column === 0}
                isSelected={props.selected.has(id)}
                onSelect={(isRange) => props.onSelect(row, { isRange })}
              />
              {shown.map(({ index: at, gap }) => {
                const column = columns[at]
                return (
                  column && (
                    <GridCell
                      key={column.key}
                      row={row}
                      rowIndex={index}
                      column={column}
                      index={at + 1}
                      isActive={place.row === index && place.column === at + 1}
                      isEditing={edits.isOpen(row, column)}
                      typed={edits.typed}
                      error={edits.errors.get(cellKey(id, column.key))}
                      frozenAt={at === 0 ? BOX_PX : undefined}
                      gap={gap}
                      onEdit={() => edit({ row: index, column: at + 1 }, null)}
                      onSave={(text, after) => edits.save(row, column, { text, after })}
                      onCancel={edits.cancel}
                    />
                  )
                )
              })}
            </GridRow>
          )
        })}
      </div>
    </div>
  )
}

const nextColumn = (column: number, after: AfterSave, columns: number) =>
  Math.max(0, Math.min(column + after, columns))

/** The cell that got the focus, by pointer or by a tab into the grid. */
function placeOf(target: EventTarget): Place | null {
  const name = target instanceof HTMLElement ? target.dataset['cell'] : undefined
  if (name === undefined) return null
  const [row = 0, column = 0] = name.split(':').map(Number)
  return { row, column }
}

interface KeyInit<Row> {
  props: Props<Row>
  active: Place
  go: (place: Place) => void
  edit: (place: Place, typed: string | null) => void
  page: number
}

/** @returns whether the key meant something here; others are the page's. */
function handleKey<Row>(event: KeyboardEvent, { props, active, go, edit, page }: KeyInit<Row>): boolean {
  if (event.altKey || event.nativeEvent.isComposing) return false
  const extent = { rows: props.rows.length, columns: props.columns.length + 1, page }
  const to = moveBy(active, event, extent)
  const row = props.rows[active.row]
  const column = props.columns[active.column - 1]
  if (to) {
    if (event.shiftKey && row && to.row !== active.row) {
      const other = props.rows[to.row]
      if (!props.selected.has(props.rowKey(row))) props.onSelect(row, { isRange: false })
      if (other && !props.selected.has(props.rowKey(other))) props.onSelect(other, { isRange: false })
    }
    go(to)
    return true
  }
  const isMod = event.ctrlKey || event.metaKey
  if (isMod && event.key.toLowerCase() === 'a' && props.onSelectAll) {
    props.onSelectAll()
    return true
  }
  if (!row || isMod) return false
  if (event.key === 'Enter' || event.key === 'F2') {
    if (column?.editor) edit(active, null)
    else props.onPeek(row)
    return true
  }
  const isTyping = event.key.length === 1 && event.key !== ' ' && column?.editor && column.isTypedInto
  if (isTyping) {
    edit(active, column.editor?.kind === 'choice' ? null : event.key)
    return true
  }
  if (event.key === ' ' || event.key.toLowerCase() === 'x') {
    props.onSelect(row, { isRange: event.shiftKey })
    return true
  }
  if (event.key.toLowerCase() === 'o') {
    props.onOpen(row)
    return true
  }
  const further = props.keys?.[event.key.toLowerCase()]
  further?.(row)
  return further !== undefined
}
