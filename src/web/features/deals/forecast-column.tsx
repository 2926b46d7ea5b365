import { useVirtualizer } from '@tanstack/react-virtual'
import { CalendarArrowDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { DealCard as Card, DealState, ForecastSum } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { DealId, PipelineId, StageId, UserId } from '@shared/ids.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useNow } from '../../lib/hooks.ts'
import { MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx'
import { DealCard } from './deal-card.tsx'
import { useAutoScroll, useCardDrag, useMonthDrop } from './drag.ts'
import { daysOfMonth } from './forecast-sums.ts'
import { ForecastHeader } from './forecast-header.tsx'
import { useDealTable, type TableInput } from './use-deal-table.ts'
import { useMonthName } from './use-month-name.ts'

export interface ColumnProps {
  slug: string
  /** `YYYY-MM`, `overdue`, or null for deals without a day. */
  month: string | null
  /** The present month. */
  first: string
  months: readonly string[]
  input: { pipelineId: PipelineId; ownerId?: UserId }
  pipeline: PipelineDto
  open: readonly ForecastSum[]
  won: readonly ForecastSum[]
  chanceOf: (stage: StageId) => number
  canDrag: boolean
  /** The deals in sight, to find what was dropped. */
  shown: Map<DealId, DealState>
  onMonth: (deal: DealState, month: string | null) => void
}

/** Which deals of the list stand in a month. */
function inputOf({ month, first, input }: ColumnProps): TableInput {
  const base = { ...input, sort: 'close' as const }
  if (month === null) return { ...base, closing: 'undated' }
  if (month !== 'overdue') return { ...base, ...daysOfMonth(month) }
  const lastDay = new Date(`${first}-01T00:00:00Z`)
  lastDay.setUTCDate(0)
  return { ...base, closesTo: lastDay.toISOString().slice(0, 10) }
}

/** A month: what it may bring, and the deals behind it. */
export function ForecastColumn(props: ColumnProps) {
  const { month } = props
  const t = useT()
  const nameOf = useMonthName()
  const box = useRef<HTMLDivElement>(null)
  const isOver = useMonthDrop(box, month)
  return (
    <section
      ref={box}
      aria-label={t('forecast.columnOf', { month: nameOf(month) })}
      data-testid="forecast.column"
      data-month={month ?? 'undated'}
      className={cn(
        'flex h-full min-h-0 w-[264px] shrink-0 flex-col rounded-lg bg-surface-2',
        isOver && month !== 'overdue' && 'ring-2 ring-ring',
      )}
    >
      <ForecastHeader {...props} />
      <Cards {...props} />
    </section>
  )
}

const CARD_HEIGHT = 96
const LOAD_BEFORE_END = 8

function Cards(props: ColumnProps) {
  const { shown } = props
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const { rows, isLoading, more } = useDealTable(inputOf(props))
  useAutoScroll(scroller)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: 4,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - LOAD_BEFORE_END) more()
  }, [last, rows.length, more])
  useEffect(() => {
    for (const deal of rows) shown.set(deal.id, deal)
  }, [rows, shown])
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pt-1 pb-2 scroll-quiet">
      {!isLoading && rows.length === 0 && (
        <p className="rounded-[10px] border border-dashed p-4 text-center text-micro text-text-3">
          {t('forecast.empty')}
        </p>
      )}
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const deal = rows[index]
          return (
            deal && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className="absolute inset-x-0 top-0 pb-2"
                style={{ transform: `translateY(${start}px)` }}
              >
                <MonthCard {...props} deal={deal} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function MonthCard({ deal, slug, pipeline, months, month, canDrag, onMonth }: ColumnProps & { deal: Card }) {
  const box = useRef<HTMLDivElement>(null)
  const now = useNow(60_000)
  const { isDragged } = useCardDrag(box, { dealId: deal.id, stageId: deal.stageId, canDrag })
  const stage = pipeline.stages.find(({ id }) => id === deal.stageId)
  if (!stage) return null
  const targets = [...months, null].filter((other) => other !== month)
  return (
    <div ref={box} data-testid="forecast.card" data-id={deal.id}>
      <DealCard
        deal={deal}
        stage={stage}
        slug={slug}
        now={now}
        isSelected={false}
        isDragged={isDragged}
        items={<MonthItems months={targets} onMonth={(to) => onMonth(deal, to)} />}
      />
    </div>
  )
}

interface ItemsProps {
  months: readonly (string | null)[]
  onMonth: (month: string | null) => void
}

/** What dragging does, by the menu. */
function MonthItems({ months, onMonth }: ItemsProps) {
  const { t } = useLanguage()
  const nameOf = useMonthName()
  return (
    <>
      <MenuLabel>{t('forecast.moveTo')}</MenuLabel>
      {months.map((month) => (
        <MenuItem key={month} data-testid="forecast.moveTo" onSelect={() => onMonth(month)}>
          <CalendarArrowDown /> {nameOf(month)}
        </MenuItem>
      ))}
      <MenuSeparator />
    </>
  )
}
