import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Delayed } from '../../ui/skeleton.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { EmptyList } from './empty-list.tsx'
import { RowSkeletons } from './row-skeletons.tsx'
import { useRowHeight } from './row-height.ts'
import { useMembers } from './use-members.ts'
import { usePrefetch } from './use-prefetch.ts'
import { useFrozenRows, useOpened, useRows } from './use-rows.ts'
import type { InboxState, InboxWho } from './views.ts'

interface Props {
  slug: string
  who: InboxWho
  state: InboxState
  query: string
  selected: number | null
  /** Told of the rows in their shown order, so that "next" means what a person sees. */
  onRows: (rows: readonly ConversationListItem[]) => void
  onStep: (step: 1 | -1) => void
  onClearSearch: () => void
}

const OVERSCAN = 8
const LOAD_BEFORE_END = 12

export function ConversationList(props: Props) {
  const { who, state, query, onRows, onStep } = props
  const { t } = useLanguage()
  const result = useRows({ who, state, query })
  const viewKey = `${who}/${state}/${query}`
  const opened = useOpened(props.selected)
  const { rows, arrived, hold, release, refresh } = useFrozenRows(result.rows, { viewKey, opened })
  // A state, no ref: on the way back the rows are there at once, and must be drawn when it is.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)

  useEffect(() => onRows(rows), [rows, onRows])

  useListGestures(scroller, { hold, release, onStep })
  return (
    <div className="relative min-h-0 flex-1">
      {arrived > 0 && (
        <button
          type="button"
          data-testid="inbox.arrived"
          onClick={() => {
            refresh()
            scroller?.scrollTo({ top: 0 })
          }}
          className="absolute inset-x-0 top-2 z-20 mx-auto flex w-fit animate-rise items-center gap-1.5 rounded-full bg-brand px-3 py-1 text-small font-[600] text-on-brand shadow-2"
        >
          {t('inbox.arrived', { count: arrived })} <ArrowUp className="size-3.5 stroke-2" aria-hidden />
        </button>
      )}
      <div
        ref={setScroller}
        id="conversation-list"
        data-testid="inbox.list"
        data-state={result.status}
        className="h-full overflow-y-auto overscroll-contain border-b scroll-quiet"
      >
        {result.isPending && (
          <Delayed>
            <RowSkeletons />
          </Delayed>
        )}
        {result.isError && !result.data && (
          <ErrorPane error={toAppError(result.error)} onRetry={() => void result.refetch()} />
        )}
        {result.data && rows.length === 0 && <EmptyList {...props} />}
        {rows.length > 0 && scroller && <Rows {...props} rows={rows} result={result} scroller={scroller} />}
      </div>
    </div>
  )
}

interface Gestures {
  hold: () => void
  release: () => void
  onStep: (step: 1 | -1) => void
}

/** The pointer inside holds the order still, and the arrow keys walk; the rows themselves are the controls. */
function useListGestures(scroller: HTMLDivElement | null, gestures: Gestures): void {
  const enter = useEffectEvent((event: PointerEvent) => {
    if (event.pointerType === 'mouse') gestures.hold()
  })
  const leave = useEffectEvent(() => gestures.release())
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    gestures.onStep(event.key === 'ArrowDown' ? 1 : -1)
  })
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    scroller?.addEventListener('pointerenter', (event) => enter(event), { signal })
    scroller?.addEventListener('pointerleave', () => leave(), { signal })
    scroller?.addEventListener('keydown', (event) => press(event), { signal })
    return () => stop.abort()
  }, [scroller])
}

interface RowsProps extends Props {
  rows: ConversationListItem[]
  result: ReturnType<typeof useRows>
  scroller: HTMLDivElement
}

function Rows({ rows, result, scroller, slug, who, selected }: RowsProps) {
  const { me } = useWorkspace()
  const { t } = useLanguage()
  const now = useNow()
  const height = useRowHeight()
  const members = useMembers()
  const prefetch = usePrefetch()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: useCallback(() => height, [height]),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = result
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= rows.length - LOAD_BEFORE_END) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, rows.length])

  const selectedIndex = rows.findIndex((row) => row.number === selected)
  const reveal = useEffectEvent(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' })
  })
  // Only a new selection scrolls; a row that moves by itself must not drag the list along.
  useEffect(() => reveal(), [selected])

  const tabStop = selectedIndex >= 0 ? selectedIndex : 0
  return (
    <ul
      aria-label={t('inbox.conversations')}
      className="relative -mt-px"
      style={{ height: virtual.getTotalSize() }}
    >
      {items.map((item) => {
        const row = rows[item.index]
        if (!row) return null
        return (
          <ConversationRow
            key={item.key}
            row={row}
            slug={slug}
            view={who}
            selected={row.number === selected}
            focusable={item.index === tabStop}
            me={me.user.id}
            assigneeName={
              row.assigneeId && row.assigneeId !== me.user.id
                ? (members.nameOf(row.assigneeId) ?? null)
                : null
            }
            now={now}
            position={item.index + 1}
            total={hasNextPage ? -1 : rows.length}
            top={item.start}
            height={item.size}
            onIntent={prefetch}
          />
        )
      })}
    </ul>
  )
}
