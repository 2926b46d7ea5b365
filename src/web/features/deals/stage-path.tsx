import { ChevronRight } from 'lucide-react'
import type { DealDetail } from '@shared/contracts/deals.ts'
import type { StageId } from '@shared/ids.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useNow } from '../../lib/hooks.ts'
import { useDealActions } from './use-deal-actions.ts'
import { usePipelines } from './use-pipelines.ts'

/** The way through the pipeline, with the time spent in each stage; a click moves the deal there. */
export function StagePath({ deal, canMove }: { deal: DealDetail; canMove: boolean }) {
  const { t, format } = useLanguage()
  const now = useNow(60_000)
  const { move } = useDealActions()
  const { pipelines } = usePipelines()
  const stages = pipelines.find((pipeline) => pipeline.id === deal.pipelineId)?.stages ?? []
  const times = timeIn(deal, now)
  return (
    <ol
      aria-label={t('deals.stagesPath')}
      className="flex gap-1 overflow-x-auto py-1 scroll-quiet"
      data-testid="deal.path"
    >
      {stages.map((stage, index) => {
        const isHere = stage.id === deal.stageId
        const spent = times.get(stage.id)
        return (
          <li key={stage.id} className="flex shrink-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 text-text-3 rtl:-scale-x-100" />}
            <button
              type="button"
              aria-current={isHere ? 'step' : undefined}
              disabled={!canMove || isHere || deal.status !== 'open'}
              onClick={() => void move(deal, { stageId: stage.id })}
              className={cn(
                'flex min-h-8 items-baseline gap-1.5 rounded-[9px] px-2.5 py-1.5 text-small font-[550] pointer-coarse:min-h-11',
                isHere ? 'bg-brand text-on-brand' : 'bg-surface-2 text-text-2 enabled:hover:bg-surface-3',
              )}
            >
              <bdi dir="auto">{stage.name}</bdi>
              {spent !== undefined && (
                <span className={cn('text-micro', isHere ? 'opacity-85' : 'text-text-3')}>
                  {format.span(spent)}
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ol>
  )
}

/** Milliseconds in each stage while the deal was open, all its stays added up. */
function timeIn(deal: DealDetail, now: Date): Map<StageId, number> {
  const times = new Map<StageId, number>()
  for (const { stageId, status, enteredAt, leftAt } of deal.moves) {
    if (status !== 'open') continue
    const spent = (leftAt ? Date.parse(leftAt) : now.getTime()) - Date.parse(enteredAt)
    times.set(stageId, (times.get(stageId) ?? 0) + spent)
  }
  return times
}
