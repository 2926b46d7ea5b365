import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, type PointerEvent } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import type { GridColumn, GridSort } from './types.ts'
import { useColumnDrag, type ColumnSide } from './use-column-drag.ts'

interface Props<Row> {
  column: GridColumn<Row>
  index: number
  sort: GridSort | null
  isActive: boolean
  className: string
  /** Where it stands still while the others scroll. */
  frozenAt: number | undefined
  /** Room for the columns before it that are not drawn. */
  gap: number
  onSort: () => void
  onResize: (width: number) => void
  /** Another column was dropped beside this one. */
  onDrop: ((columnKey: string, side: ColumnSide) => void) | undefined
}

const NARROWEST = 64
const WIDEST = 900

/**
 * The head of a column: Enter or a click sorts, the edge resizes, Shift with arrows does so by keyboard. It can
 * be dragged to another place; the menu of columns does so by keyboard.
 */
export function GridHead<Row>(props: Props<Row>) {
  const { column, index, sort, isActive, className, frozenAt, gap, onSort, onResize, onDrop } = props
  const head = useRef<HTMLDivElement>(null)
  const side = useColumnDrag(head, {
    columnKey: column.key,
    axis: 'across',
    canMove: onDrop !== undefined && frozenAt === undefined,
    onDrop: (key, put) => onDrop?.(key, put),
  })
  const isSorted = sort !== null && sort.key === column.sort
  return (
    <div
      ref={head}
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={
        isSorted ? (sort.isDescending ? 'descending' : 'ascending') : column.sort ? 'none' : undefined
      }
      tabIndex={isActive ? 0 : -1}
      data-cell={`-1:${index}`}
      style={{
        width: column.width,
        marginInlineStart: gap,
        ...(frozenAt === undefined ? {} : { insetInlineStart: frozenAt }),
      }}
      className={cn(
        'group relative flex h-full shrink-0 items-center gap-1 border-e bg-surface-2 px-2.5 text-micro font-[650] text-text-2 focus-inset',
        column.sort && 'cursor-pointer hover:text-text',
        side === 'before' && 'shadow-[inset_2px_0_0_var(--brand)]',
        side === 'after' && 'shadow-[inset_-2px_0_0_var(--brand)]',
        className,
      )}
      onClick={onSort}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault()
          onSort()
        } else if (event.shiftKey && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
          event.preventDefault()
          event.stopPropagation()
          onResize(clamp(column.width + (event.key === 'ArrowRight' ? 16 : -16)))
        }
      }}
    >
      <span className="truncate">{column.label}</span>
      {isSorted &&
        (sort.isDescending ? (
          <ArrowDown className="size-3.5 shrink-0" aria-hidden />
        ) : (
          <ArrowUp className="size-3.5 shrink-0" aria-hidden />
        ))}
      <ResizeEdge width={column.width} label={column.label} onResize={onResize} />
    </div>
  )
}

const clamp = (width: number) => Math.max(NARROWEST, Math.min(WIDEST, Math.round(width)))

function ResizeEdge({
  width,
  label,
  onResize,
}: {
  width: number
  label: string
  onResize: (width: number) => void
}) {
  const t = useT()
  const from = useRef<{ x: number; width: number } | null>(null)
  const onPointerMove = (event: PointerEvent) => {
    if (!from.current) return
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const moved = (event.clientX - from.current.x) * (isRtl ? -1 : 1)
    onResize(clamp(from.current.width + moved))
  }
  return (
    <span
      aria-hidden
      title={t('grid.resize', { column: label })}
      className="absolute inset-y-0 -end-1 z-1 w-2 cursor-col-resize touch-none opacity-0 group-hover:opacity-100 after:absolute after:inset-y-1.5 after:start-[3px] after:w-0.5 after:rounded-full after:bg-border-strong"
      onClick={(event) => event.stopPropagation()}
      // The head that can be dragged must not go along.
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = null
      }}
    />
  )
}
