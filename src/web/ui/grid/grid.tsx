import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import type { AfterSave } from './cell-input.tsx'
import { GridHead } from './grid-head.tsx'
import { GridCell, GridRow } from './grid-row.tsx'
import { moveBy } from './move.ts'
import type { GridColumn, GridSort, Place, SaveCell } from './types.ts'
import { cellKey, useCellEdits } from './use-cell-edits.ts'

const ROW_PX = 40
const BOX_PX = 40
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
}

/**
 * A table as ARIA's grid: one tab stop, rows drawn only where they are seen, the first column standing
 * still. Position 0 of each row is its box for selecting.
 */
export function Grid<Row>(props: Props<Row>) {
  const { columns, rows, rowKey, total } = props
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<Place>({ row: 0, column: 1 })
  /** Where the focus is to go, once that cell is drawn. */
  const wanted = useRef<Place | null>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    paddingStart: ROW_PX,
    scrollPaddingStart: ROW_PX,
  })
  const go = (place: Place) => {
    wanted.current = place
    if (place.row >= 0) virtual.scrollToIndex(place.row)
    setActive(place)
  }
  const edits = useCellEdits<Row>({
    rowKey,
    onSave: props.onSave,
    onClosed: (after: AfterSave) =>
      go({ row: active.row, column: nextColumn(active.column, after, columns.length) }),
  })
  const items = virtual.getVirtualItems()
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
    cell.focus({ preventScroll: place.row >= 0 && place.column <= 1 })
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
  const place = { ...active, row: Math.min(active.row, rows.length - 1) }
  const width = columns.reduce((sum, column) => sum + column.width, BOX_PX)
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
      <div className="relative" style={{ height: virtual.getTotalSize(), minWidth: width }}>
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-20 flex h-10 w-max min-w-full border-b bg-surface-2"
        >
          <div
            role="columnheader"
            aria-colindex={1}
            tabIndex={place.row === -1 && place.column === 0 ? 0 : -1}
            data-cell="-1:0"
            className="sticky start-0 z-10 w-10 shrink-0 bg-surface-2 focus-inset"
          >
            <span className="sr-only">{t('grid.select')}</span>
          </div>
          {columns.map((column, at) => (
            <GridHead
              key={column.key}
              column={column}
              index={at + 1}
              sort={props.sort}
              isActive={place.row === -1 && place.column === at + 1}
              start={at === 0 ? BOX_PX : undefined}
              className={at === 0 ? 'sticky z-10' : ''}
              onSort={() => column.sort && props.onSort(column)}
              onResize={(to) => props.onResize(column, to)}
            />
          ))}
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
              style={{ height: ROW_PX, top: start }}
              onClick={() => props.onPeek(row)}
            >
              <SelectCell
                rowIndex={index}
                name={t('grid.selectRow', { name: props.rowName(row) })}
                isActive={place.row === index && place.column === 0}
                isSelected={props.selected.has(id)}
                onSelect={(isRange) => props.onSelect(row, { isRange })}
              />
              {columns.map((column, at) => (
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
                  onEdit={() => edit({ row: index, column: at + 1 }, null)}
                  onSave={(text, after) => edits.save(row, column, { text, after })}
                  onCancel={edits.cancel}
                />
              ))}
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
  if (!row || event.ctrlKey || event.metaKey) return false
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
  return false
}

interface SelectProps {
  rowIndex: number
  name: string
  isActive: boolean
  isSelected: boolean
  onSelect: (isRange: boolean) => void
}

function SelectCell({ rowIndex, name, isActive, isSelected, onSelect }: SelectProps) {
  return (
    // Its keys, x and the space bar, are the grid's.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="gridcell"
      aria-colindex={1}
      aria-label={name}
      tabIndex={isActive ? 0 : -1}
      data-cell={`${rowIndex}:0`}
      data-testid="grid.select"
      className="sticky start-0 z-10 grid w-10 shrink-0 cursor-pointer place-items-center bg-(--row) focus-inset"
      onClick={(event) => {
        event.stopPropagation()
        onSelect(event.shiftKey)
      }}
    >
      <span
        aria-hidden
        className={cn(
          'grid size-4 place-items-center rounded-[4px] border border-border-strong text-[0.6875rem] leading-none',
          isSelected ? 'border-brand bg-brand text-on-brand' : 'bg-overlay text-transparent',
        )}
      >
        ✓
      </span>
    </div>
  )
}
