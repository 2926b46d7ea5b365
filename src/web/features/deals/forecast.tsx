import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import type { DealState, Forecast as Figures } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { DealId, StageId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { BoardSkeleton } from './board-skeleton.tsx'
import { useFreshChats } from './deal-chats.ts'
import { useAutoScroll, useMonthDrops } from './drag.ts'
import { ForecastColumn } from './forecast-column.tsx'
import { COMMITTED_PERCENT } from './forecast-sums.ts'
import { boardFilter, type DealSearch } from './search.ts'
import { useLiveTables } from './use-deal-table.ts'
import { useMonthMove } from './use-month-move.ts'

interface Props {
  slug: string
  pipeline: PipelineDto
  search: DealSearch
  /** The way to the first deal; absent where the role may not make one. */
  onNew: (() => void) | undefined
}

/** What the coming months may bring: deals by the month they are expected to close in. */
export function Forecast(props: Props) {
  const { trpc } = useApi()
  const { me } = useWorkspace()
  const { ownerId } = boardFilter(props.search, me.user.id)
  const input = { pipelineId: props.pipeline.id, ...(ownerId ? { ownerId } : {}) }
  const { data, error, refetch } = useQuery({
    ...trpc.deals.forecast.queryOptions(input),
    placeholderData: keepPreviousData,
  })
  if (error && !data)
    return <ErrorPane className="flex-1" error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data) return <BoardSkeleton />
  if (data.open.length === 0 && data.won.length === 0 && !ownerId) return <NoDeals onNew={props.onNew} />
  return <Months {...props} input={input} figures={data} />
}

function NoDeals({ onNew }: Pick<Props, 'onNew'>) {
  const t = useT()
  return (
    <EmptyState
      drawing
      className="flex-1"
      title={t('deals.firstTitle')}
      text={t('deals.firstText')}
      action={
        onNew && (
          <Button variant="primary" onClick={onNew}>
            <Plus /> {t('deals.newTitle')}
          </Button>
        )
      }
    />
  )
}

interface MonthsProps extends Props {
  input: Parameters<typeof ForecastColumn>[0]['input']
  figures: Figures
}

function Months({ slug, pipeline, input, figures }: MonthsProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const shown = useRef(new Map<DealId, DealState>())
  const moveTo = useMonthMove()
  const canDrag = useCan()('deals.update')
  useAutoScroll(scroller)
  useFreshChats()
  useLiveTables()
  useMonthDrops((id, month) => {
    const deal = shown.current.get(id)
    if (deal) void moveTo(deal, month)
  })
  const chanceOf = (id: StageId) => pipeline.stages.find((stage) => stage.id === id)?.probability ?? 0
  const [first = ''] = figures.months
  const hasOverdue = figures.open.some((sum) => sum.month === 'overdue')
  const months = [...(hasOverdue ? ['overdue'] : []), ...figures.months, null]
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="forecast">
      <p className="px-4 pb-2 text-micro text-text-3">
        {t('forecast.explained', { percent: COMMITTED_PERCENT })}
      </p>
      <div ref={scroller} className="flex min-h-0 flex-1 gap-3 overflow-x-auto px-4 pb-4 scroll-quiet">
        {months.map((month) => (
          <ForecastColumn
            key={month}
            slug={slug}
            month={month}
            first={first}
            months={figures.months}
            input={input}
            pipeline={pipeline}
            open={figures.open.filter((sum) => sum.month === month)}
            won={figures.won.filter((sum) => sum.month === month)}
            chanceOf={chanceOf}
            canDrag={canDrag}
            shown={shown.current}
            onMonth={(deal, to) => void moveTo(deal, to)}
          />
        ))}
      </div>
    </div>
  )
}
