import { cn } from '../../lib/cn.ts'

interface AllProps {
  isActive: boolean
  isSelected: boolean
  label: string
  onSelect: (() => void) | undefined
}

/** The box in the head: all rows that are loaded, or none. */
export function SelectAll({ isActive, isSelected, label, onSelect }: AllProps) {
  return (
    <div
      role="columnheader"
      aria-colindex={1}
      tabIndex={isActive ? 0 : -1}
      data-cell="-1:0"
      className="sticky start-0 z-10 grid w-10 shrink-0 cursor-pointer place-items-center bg-surface-2 focus-inset"
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onSelect?.()
      }}
    >
      <span className="sr-only">{label}</span>
      {onSelect && <Box isSelected={isSelected} />}
    </div>
  )
}

interface SelectProps {
  rowIndex: number
  name: string
  isActive: boolean
  isSelected: boolean
  onSelect: (isRange: boolean) => void
}

/** The box of a row; its keys, x and the space bar, are the grid's. */
export function SelectCell({ rowIndex, name, isActive, isSelected, onSelect }: SelectProps) {
  return (
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
      <Box isSelected={isSelected} />
    </div>
  )
}

function Box({ isSelected }: { isSelected: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-4 place-items-center rounded-[4px] border border-border-strong text-[0.6875rem] leading-none',
        isSelected ? 'border-brand bg-brand text-on-brand' : 'bg-overlay text-transparent',
      )}
    >
      ✓
    </span>
  )
}
