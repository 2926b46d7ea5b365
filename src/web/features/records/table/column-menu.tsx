import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useT } from '../../../i18n/provider.tsx'
import type { GridColumn } from '../../../ui/grid/types.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../../ui/popover.tsx'
import type { TableRow } from '../../../lib/table-rows.ts'
import type { useColumns } from './use-columns.ts'

interface Props {
  all: readonly GridColumn<TableRow>[]
  columns: ReturnType<typeof useColumns>
}

/** Which columns are shown, and in which order. */
export function ColumnMenu({ all, columns }: Props) {
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
          {ordered.map(({ key, label }, at) => (
            <li
              key={key}
              className="group flex min-h-8 items-center gap-1 rounded-md ps-1.5 hover:bg-surface-2"
            >
              <label className="flex min-w-0 flex-1 items-center gap-2.5 text-small">
                <input
                  type="checkbox"
                  className="size-4 accent-(--brand)"
                  checked={shown.has(key)}
                  disabled={at === 0}
                  onChange={() => columns.toggle(key)}
                />
                <span className="truncate">{label}</span>
              </label>
              {shown.has(key) && at > 0 && (
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
                </>
              )}
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  )
}
