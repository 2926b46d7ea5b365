import { ArrowDown } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { useLanguage } from '../../i18n/provider.tsx'
import { CountBadge } from '../../ui/badge.tsx'
import type { ShownMessage } from './thread-entries.ts'

/** Nearer to the end than this, in pixels, a person is reading the newest. */
export const END_THRESHOLD = 90

interface ToEndProps {
  scroller: RefObject<HTMLDivElement | null>
  messages: readonly ShownMessage[]
  onPress: () => void
}

/** Appears when the person has scrolled up, and counts what came meanwhile. */
export function ToEnd({ scroller, messages, onPress }: ToEndProps) {
  const { t } = useLanguage()
  const [away, setAway] = useState<{ lastId: string | undefined } | null>(null)
  const lastId = messages.at(-1)?.id
  const latest = useRef(lastId)
  latest.current = lastId
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight
      setAway((now) => (distance > END_THRESHOLD ? (now ?? { lastId: latest.current }) : null))
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller])
  if (!away) return null
  const seen = messages.findIndex((message) => message.id === away.lastId)
  const arrived = messages.slice(seen + 1).filter((message) => message.direction === 'inbound').length
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={arrived > 0 ? t('thread.toEndCount', { count: arrived }) : t('thread.toEnd')}
      className="absolute end-5 bottom-3 z-20 flex h-9 min-w-9 animate-pop items-center justify-center gap-1.5 rounded-full bg-overlay px-2.5 text-text-2 shadow-2 ring-1 ring-border hover:text-text"
    >
      {arrived > 0 && <CountBadge count={arrived} />}
      <ArrowDown className="size-4 stroke-[1.75]" aria-hidden />
    </button>
  )
}
