import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import type { StageId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { Select } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { BoardColumn } from './board-column.tsx'

/** One stage per screen; the menu of each card moves it on. */
export function PhoneStages({ columns }: { columns: readonly ComponentProps<typeof BoardColumn>[] }) {
  const t = useT()
  const [shown, setShown] = useState<StageId | null>(null)
  const at = Math.max(
    0,
    columns.findIndex(({ stage }) => stage.id === shown),
  )
  const column = columns[at]
  if (!column) return null
  const step = (by: number) => setShown(columns[at + by]?.stage.id ?? column.stage.id)
  return (
    <div className="flex h-full flex-col gap-2 px-3 pb-3">
      <div className="flex items-center gap-1">
        <IconButton label={t('deals.previousStage')} disabled={at === 0} onClick={() => step(-1)}>
          <ChevronLeft />
        </IconButton>
        <Select
          aria-label={t('deals.stage')}
          value={column.stage.id}
          className="min-h-11"
          data-testid="deals.stageSwitch"
          onChange={(event) => setShown(event.target.value as StageId)}
        >
          {columns.map(({ stage }) => (
            <option key={stage.id} value={stage.id}>
              {stage.name}
            </option>
          ))}
        </Select>
        <IconButton label={t('deals.nextStage')} disabled={at === columns.length - 1} onClick={() => step(1)}>
          <ChevronRight />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1">
        <BoardColumn key={column.stage.id} {...column} />
      </div>
    </div>
  )
}
