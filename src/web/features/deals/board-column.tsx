import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { BoardColumn as Column } from '@shared/contracts/deals.ts'
import type { StageDto } from '@shared/contracts/pipelines.ts'
import type { DealId } from '@shared/ids.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useAutoScroll, useColumnDrop } from './drag.ts'
import { BoardCard, type BoardView } from './board-card.tsx'
import { useMoney } from './use-money.ts'

interface Props {
  column: Column
  stage: StageDto
  view: BoardView
  isCapped: boolean
  onMore: () => void
}

const CARD_HEIGHT = 96
const OVERSCAN = 6
const LOAD_BEFORE_END = 8

/** A stage: what it is worth, and its cards, of which only those in sight are drawn. */
export function BoardColumn({ column, stage, view, isCapped, onMore }: Props) {
  const { t } = useLanguage()
  const box = useRef<HTMLDivElement>(null)
  const isOver = useColumnDrop(box, stage.id)
  return (
    <section
      ref={box}
      aria-label={t('deals.columnOf', { stage: stage.name })}
      data-testid="deals.column"
      data-id={stage.id}
      className={cn(
        'flex h-full min-h-0 min-w-[248px] flex-1 basis-0 flex-col rounded-lg bg-surface-2 md:max-w-[340px]',
        isOver && 'ring-2 ring-ring',
      )}
    >
      <ColumnHeader column={column} stage={stage} isCapped={isCapped} />
      <Cards column={column} stage={stage} view={view} onMore={onMore} />
    </section>
  )
}

function ColumnHeader({ column, stage, isCapped }: Pick<Props, 'column' | 'stage' | 'isCapped'>) {
  const { t, format } = useLanguage()
  const money = useMoney()
  const count = column.sums.reduce((total, sum) => total + sum.count, 0)
  const total = money.sum(column.sums)
  return (
    <header className="px-3 pt-2.5 pb-2">
      <h2 className="flex items-baseline gap-2 text-small font-[650]">
        <bdi dir="auto" className="truncate">
          {stage.name}
        </bdi>
        <span className="font-medium text-text-3" data-testid="deals.column.count">
          {isCapped ? `${t('deals.atLeast')} ` : ''}
          {format.count(count)}
        </span>
      </h2>
      <p className="min-h-4 truncate text-micro text-text-2" data-testid="deals.column.sum">
        {total}
        {total && (
          <span className="text-text-3">
            {' · '}
            {t('deals.weighted', { amount: money.sum(column.sums, stage.probability) })}
          </span>
        )}
      </p>
    </header>
  )
}

function Cards({ column, stage, view, onMore }: Omit<Props, 'isCapped'>) {
  const { t } = useLanguage()
  const scroller = useRef<HTMLDivElement>(null)
  useAutoScroll(scroller)
  const { items } = column
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: (index) => items[index]?.id ?? index,
  })
  useMore(column, virtual.getVirtualItems().at(-1)?.index ?? 0, onMore)
  useFocusedInSight(items, view.focused, (index) => virtual.scrollToIndex(index))
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pt-1 pb-2 scroll-quiet">
      {items.length === 0 && (
        <p className="rounded-[10px] border border-dashed p-4 text-center text-micro text-text-3">
          {t('deals.empty')}
        </p>
      )}
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const deal = items[index]
          return (
            deal && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-setsize={column.nextCursor ? -1 : items.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 pb-2"
                style={{ transform: `translateY(${start}px)` }}
              >
                <BoardCard
                  deal={deal}
                  stage={stage}
                  slug={view.slug}
                  now={view.now}
                  canDrag={view.canDrag}
                  isFocused={view.focused === deal.id}
                  takesFocus={view.focused === deal.id && view.wantsFocus}
                  isSelected={view.selected.has(deal.id)}
                  onFocus={view.onFocus}
                />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function useMore({ items, nextCursor }: Column, lastShown: number, onMore: () => void): void {
  const more = useEffectEvent(onMore)
  const isNear = nextCursor !== null && lastShown >= items.length - LOAD_BEFORE_END
  useEffect(() => {
    if (isNear) more()
  }, [isNear, nextCursor])
}

/** The keyboard may go to a card that is not drawn. */
function useFocusedInSight(
  items: Column['items'],
  focused: DealId | null,
  scrollTo: (index: number) => void,
): void {
  const at = focused ? items.findIndex((item) => item.id === focused) : -1
  const scroll = useEffectEvent(scrollTo)
  useEffect(() => {
    if (at >= 0) scroll(at)
  }, [at])
}
