import { useQuery } from '@tanstack/react-query'
import type { ConversationId } from '@shared/ids.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { useNow } from '../../lib/hooks.ts'
import { useApi } from '../../lib/workspace-context.tsx'

/** A day is an open knot on the thread. */
export function DayKnot({ at }: { at: Date }) {
  const { format } = useLanguage()
  const now = useNow(60_000)
  return (
    <p className="flex items-center gap-2.5 py-2 ps-[7px] text-micro leading-5 font-[600] text-text-3 max-md:ps-px">
      <span aria-hidden className="size-[18px] rounded-full border-2 border-(--hilo) bg-surface" />
      {format.day(at, now)}
    </p>
  )
}

/** Where one conversation ended and the next began. */
export function EpisodeLine({ conversationId }: { conversationId: ConversationId }) {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const now = useNow(60_000)
  const { data } = useQuery(trpc.conversations.get.queryOptions({ id: conversationId }))
  const text = !data
    ? t('thread.previousConversation')
    : data.resolvedAt
      ? t('thread.episodeResolved', {
          number: String(data.number),
          day: format.day(new Date(data.resolvedAt), now),
        })
      : t('thread.episode', { number: String(data.number) })
  return (
    <div className="flex items-center gap-3.5 py-3 ps-[11px] text-[0.78125rem] text-text-3 max-md:ps-[5px]">
      <span aria-hidden className="size-2.5 rounded-full bg-(--hilo) ring-2 ring-surface" />
      <span>{text}</span>
      <span aria-hidden className="h-px flex-1 bg-border" />
    </div>
  )
}

export function UnreadLine() {
  const t = useT()
  return (
    <div className="flex items-center gap-3 py-2 ps-[42px] text-micro font-[600] text-signal-text max-md:ps-[28px]">
      {t('thread.newMessages')}
      <span aria-hidden className="h-px flex-1 bg-signal" />
    </div>
  )
}

/** What happened around the conversation: a small solid knot. */
export function SystemLine({ text }: { text: string }) {
  return (
    <div className="flex items-center gap-3.5 py-1 ps-[11px] text-[0.78125rem] text-text-3 max-md:ps-[5px]">
      <span aria-hidden className="size-2.5 shrink-0 rounded-full bg-border-strong ring-2 ring-surface" />
      <span className="min-w-0">{text}</span>
    </div>
  )
}
