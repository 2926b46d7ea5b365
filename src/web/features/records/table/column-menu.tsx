import { ArrowDown, ArrowUp, Columns3, GripVertical } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../../../i18n/provider.tsx'
import { cn } from '../../../lib/cn.ts'
import type { GridColumn } from '../../../ui/grid/types.ts'
import { useColumnDrag } from '../../../ui/grid/use-column-drag.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../../ui/popover.tsx'
import type { useColumns } from './use-columns.ts'

interface Props<Row> {
  all: readonly GridColumn<Row>[]
  columns: ReturnType<typeof useColumns<Row>>
}

/** Which columns are shown, and in which order. */
export function ColumnMenu<Row>({ all, columns }: Props<Row>) {
  const t = useT()
  const shown = new Set(columns.choice.map(({ key }) => key))
  const ordered = [...columns.shown, ...all.filter(({ key }) => !shown.has(key))]
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton label={t('table.columns')} data-testid="table.columns">
          <Columns3 />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t('table.columns')}>
        <ul>
          {ordered.map((column, at) => (
            <Line
              key={column.key}
              column={column}
              isShown={shown.has(column.key)}
              isFixed={at === 0}
              columns={columns}
            />
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  )
}

interface LineProps<Row> {
  column: GridColumn<Row>
  isShown: boolean
  /** The column that stands still. */
  isFixed: boolean
  columns: ReturnType<typeof useColumns<Row>>
}

function Line<Row>({ column: { key, label }, isShown, isFixed, columns }: LineProps<Row>) {
  const t = useT()
  const line = useRef<HTMLLIElement>(null)
  const side = useColumnDrag(line, {
    columnKey: key,
    axis: 'down',
    canMove: isShown && !isFixed,
    onDrop: (other, put) => columns.place(other, { key, side: put }),
  })
  return (
    <li
      ref={line}
      data-column={key}
      className={cn(
        'group flex min-h-8 items-center gap-1 rounded-md ps-1.5 hover:bg-surface-2',
        side === 'before' && 'shadow-[inset_0_2px_0_var(--brand)]',
        side === 'after' && 'shadow-[inset_0_-2px_0_var(--brand)]',
      )}
    >
      <label className="flex min-w-0 flex-1 items-center gap-2.5 text-small">
        <input
          type="checkbox"
          className="size-4 accent-(--brand)"
          checked={isShown}
          disabled={isFixed}
          onChange={() => columns.toggle(key)}
        />
        <span className="truncate">{label}</span>
      </label>
      {isShown && !isFixed && (
        <>
          <IconButton
            small
            label={t('table.moveUp', { column: label })}
            onClick={() => columns.move(key, -1)}
          >
            <ArrowUp className="size-3.5!" />
          </IconButton>
          <IconButton
            small
            label={t('table.moveDown', { column: label })}
            onClick={() => columns.move(key, 1)}
          >
            <ArrowDown className="size-3.5!" />
          </IconButton>
          <GripVertical aria-hidden className="size-3.5 shrink-0 cursor-grab text-text-3" />
        </>
      )}
    </li>
  )
}
