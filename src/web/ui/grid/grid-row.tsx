import { CircleAlert } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { cn } from '../../lib/cn.ts'
import { CellInput, type AfterSave } from './cell-input.tsx'
import type { GridColumn } from './types.ts'

interface RowProps {
  index: number
  isSelected: boolean
  isOpen: boolean
  style: CSSProperties
  children: ReactNode
  onClick: () => void
}

export function GridRow({ index, isSelected, isOpen, style, children, onClick }: RowProps) {
  return (
    // Keys are the cells' own; a click anywhere in the row only adds to what Enter does.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-testid="grid.row"
      style={style}
      onClick={onClick}
      className={cn(
        'group/row absolute start-0 flex min-w-full border-b [--row:var(--surface)] hover:[--row:var(--surface-2)]',
        (isSelected || isOpen) && '[--row:var(--brand-soft)] hover:[--row:var(--brand-soft)]',
      )}
    >
      {children}
    </div>
  )
}

interface CellProps<Row> {
  row: Row
  rowIndex: number
  column: GridColumn<Row>
  /** Position in the row, the box for selecting being 0. */
  index: number
  isActive: boolean
  isEditing: boolean
  typed: string | null
  error: string | undefined
  /** Where it stands still while the others scroll. */
  frozenAt: number | undefined
  /** Room for the columns before it that are not drawn. */
  gap: number
  onEdit: () => void
  onSave: (text: string, after: AfterSave) => void
  onCancel: () => void
}

export function GridCell<Row>(props: CellProps<Row>) {
  const { row, rowIndex, column, index, isActive, isEditing, error, frozenAt, gap } = props
  return (
    <div
      role="gridcell"
      aria-colindex={index + 1}
      aria-invalid={error ? true : undefined}
      tabIndex={isActive ? 0 : -1}
      data-cell={`${rowIndex}:${index}`}
      data-column={column.key}
      style={{
        width: column.width,
        marginInlineStart: gap,
        ...(frozenAt === undefined ? {} : { insetInlineStart: frozenAt }),
      }}
      className={cn(
        'relative flex h-full shrink-0 items-center gap-1.5 overflow-hidden border-e bg-(--row) px-2.5 text-small focus-inset',
        column.isNumber && 'justify-end tabular-nums',
        frozenAt !== undefined && 'sticky z-10',
        error && 'shadow-[inset_0_0_0_1.5px_var(--danger)]',
      )}
      onDoubleClick={props.onEdit}
    >
      {isEditing && column.editor ? (
        <CellInput
          row={row}
          editor={column.editor}
          label={column.label}
          typed={props.typed}
          onSave={props.onSave}
          onCancel={props.onCancel}
        />
      ) : (
        <>
          <span className="min-w-0 truncate">{column.render(row)}</span>
          {error && (
            <span className="ms-auto shrink-0 text-danger-text" title={error}>
              <CircleAlert className="size-4" aria-hidden />
              <span role="alert" className="sr-only">
                {error}
              </span>
            </span>
          )}
        </>
      )}
    </div>
  )
}
