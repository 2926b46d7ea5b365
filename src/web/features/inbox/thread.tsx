import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
} from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { CHANNEL_COLOR } from '../../ui/channel-glyph.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Delayed } from '../../ui/skeleton.tsx'
import { ThreadSkeleton } from './conversation-skeleton.tsx'
import { InboundAnnouncer } from './inbound-announcer.tsx'
import { MessageRow } from './message-row.tsx'
import { firstUnread, threadEntries, type ThreadEntry } from './thread-entries.ts'
import { DayKnot, EpisodeLine, UnreadLine } from './thread-lines.tsx'
import { END_THRESHOLD, ToEnd } from './to-end.tsx'
import { useJump } from './use-jump.ts'
import { useThread } from './use-thread.ts'

interface Props {
  detail: ConversationDetail
  /** A message of the address, to be shown and flashed. */
  target: string | null
  onQuote: ((message: QuotedMessage) => void) | null
}

export function Thread({ detail, target, onQuote }: Props) {
  const result = useThread(detail.id)
  const { t } = useLanguage()
  const lineColor = { '--hilo': CHANNEL_COLOR[detail.channel.kind] } as CSSProperties
  return (
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      data-testid="thread"
      data-state={result.status}
      style={lineColor}
    >
      <span
        aria-hidden
        className="absolute inset-y-0 start-[33px] w-0.5 bg-(--hilo) opacity-35 max-md:start-[15px]"
      />
      {result.isPending && (
        <Delayed>
          <ThreadSkeleton />
        </Delayed>
      )}
      {result.isError && !result.data && (
        <ErrorPane
          className="m-auto bg-surface"
          error={toAppError(result.error)}
          onRetry={() => void result.refetch()}
        />
      )}
      {result.data && result.messages.length === 0 && (
        <p className="m-auto text-small text-text-3">{t('thread.empty')}</p>
      )}
      {result.messages.length > 0 && (
        <Messages detail={detail} target={target} onQuote={onQuote} result={result} />
      )}
    </div>
  )
}

interface MessagesProps extends Props {
  result: ReturnType<typeof useThread>
}

const OVERSCAN = 8
const LOAD_BEFORE_START = 8

function Messages({ detail, target, onQuote, result }: MessagesProps) {
  const { messages, hasNextPage, isFetchingNextPage, fetchNextPage } = result
  const [unreadId] = useState(() => firstUnread(messages, detail.unreadCount))
  const entries = useMemo(() => threadEntries(messages, unreadId), [messages, unreadId])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => estimate(entries[index]), [entries]),
    getItemKey: useCallback((index: number) => entries[index]?.key ?? index, [entries]),
    overscan: OVERSCAN,
    paddingStart: 14,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_THRESHOLD,
  })
  const [placed, setPlaced] = useState(false)
  useLayoutEffect(() => {
    virtual.scrollToEnd()
    setPlaced(true)
  }, [virtual])

  const items = virtual.getVirtualItems()
  const firstShown = items[0]?.index ?? Number.POSITIVE_INFINITY
  useEffect(() => {
    if (placed && hasNextPage && !isFetchingNextPage && firstShown < LOAD_BEFORE_START) void fetchNextPage()
  }, [placed, hasNextPage, isFetchingNextPage, fetchNextPage, firstShown])

  const jump = useJump({ entries, virtual, loadOlder: hasNextPage ? fetchNextPage : null })
  const jumpToTarget = useEffectEvent(() => {
    if (target) jump.to(target)
  })
  // The address asks once; later pages and events must not scroll again.
  useEffect(() => jumpToTarget(), [target])

  // The composer grows and the keyboard of a phone rises: whoever was at the end stays there.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let height = element.clientHeight
    const observer = new ResizeObserver(() => {
      const distance = element.scrollHeight - element.scrollTop - height
      height = element.clientHeight
      if (distance < END_THRESHOLD) virtual.scrollToEnd()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [virtual])

  const ownSends = messages.filter((message) => message.local).length
  useEffect(() => {
    if (ownSends > 0) virtual.scrollToEnd()
  }, [ownSends, virtual])

  return (
    <>
      <div
        ref={scroller}
        id="thread"
        tabIndex={-1}
        className="focus-inset relative min-h-0 flex-1 overflow-y-auto overscroll-contain scroll-quiet [overflow-anchor:none]"
      >
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const entry = entries[item.index]
            if (!entry) return null
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 ps-[18px] pe-[26px] max-md:ps-1.5 max-md:pe-3"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Entry
                  entry={entry}
                  detail={detail}
                  onQuote={onQuote}
                  onJump={jump.to}
                  flashed={jump.flashed}
                />
              </div>
            )
          })}
        </div>
      </div>
      <ToEnd
        scroller={scroller}
        messages={messages}
        onPress={() => virtual.scrollToEnd({ behavior: 'smooth' })}
      />
      <InboundAnnouncer messages={messages} contactName={detail.contactName} />
    </>
  )
}

interface EntryProps {
  entry: ThreadEntry
  detail: ConversationDetail
  onQuote: Props['onQuote']
  onJump: (id: string) => void
  flashed: string | null
}

function Entry({ entry, detail, onQuote, onJump, flashed }: EntryProps) {
  switch (entry.kind) {
    case 'day':
      return <DayKnot at={entry.at} />
    case 'episode':
      return <EpisodeLine conversationId={entry.endedConversationId} />
    case 'unread':
      return <UnreadLine />
    case 'message':
      return (
        <MessageRow
          message={entry.message}
          isFirstOfGroup={entry.isFirstOfGroup}
          position={entry.position}
          detail={detail}
          onQuote={onQuote}
          onJump={onJump}
          flashed={flashed === entry.message.id}
        />
      )
  }
}

const ESTIMATES: Record<string, number> = {
  image: 250,
  video: 250,
  sticker: 150,
  audio: 74,
  document: 82,
  location: 110,
  contacts: 90,
  system: 32,
}
const CHARS_PER_LINE = 52

function estimate(entry: ThreadEntry | undefined): number {
  if (entry?.kind !== 'message') return 36
  const lines = Math.ceil((entry.message.text?.length ?? 0) / CHARS_PER_LINE)
  return (ESTIMATES[entry.message.type] ?? 46) + lines * 21
}
