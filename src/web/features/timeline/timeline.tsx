import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheckBig, Handshake, MessageCircle, PenLine, StickyNote } from 'lucide-react'
import type { TimelineEntry } from '@shared/contracts/timeline.ts'
import type { UserId } from '@shared/ids.ts'
import type { RecordRef } from '@shared/records.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { Changes } from './changes.tsx'
import { useActorName } from './use-actor-name.ts'
import { changeText } from './change-text.ts'

/** What happened to a record, newest first. For the pages of contacts, companies and deals. */
export function Timeline({ record, currency }: { record: RecordRef; currency?: string }) {
  const t = useT()
  const { trpc } = useApi()
  const result = useInfiniteQuery(
    trpc.timeline.list.infiniteQueryOptions({ record }, { getNextPageParam: (page) => page.nextCursor }),
  )
  if (result.error && !result.data)
    return <ErrorPane error={toAppError(result.error)} onRetry={() => void result.refetch()} />
  if (!result.data)
    return (
      <Delayed>
        <Bone className="h-24" />
      </Delayed>
    )
  const entries = result.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) return <p className="text-small text-text-3">{t('timeline.empty')}</p>
  return (
    <section aria-label={t('timeline.title')} data-testid="timeline">
      <ol className="space-y-4">
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} currency={currency} />
        ))}
      </ol>
      {result.hasNextPage && (
        <Button
          size="sm"
          className="mt-4"
          busy={result.isFetchingNextPage}
          onClick={() => void result.fetchNextPage()}
        >
          {t('timeline.more')}
        </Button>
      )}
    </section>
  )
}

const ICONS = {
  change: PenLine,
  note: StickyNote,
  conversation: MessageCircle,
  task: CircleCheckBig,
  deal: Handshake,
} as const

function Entry({ entry, currency }: { entry: TimelineEntry; currency: string | undefined }) {
  const { format } = useLanguage()
  const now = useNow()
  const Icon = ICONS[entry.kind]
  const at = new Date(entry.at)
  return (
    <li className="flex gap-3 text-small" data-kind={entry.kind}>
      <span className="grid size-7 shrink-0 place-items-center rounded-full bg-surface-2 text-text-2">
        <Icon aria-hidden className="size-3.5 stroke-[1.75]" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <Headline entry={entry} />
        <time dateTime={entry.at} title={format.dateTime(at)} className="text-micro text-text-3">
          {format.ago(at, now)}
        </time>
        {entry.kind === 'change' && <Changes before={entry.before} after={entry.after} currency={currency} />}
        {entry.kind === 'note' && <Words text={entry.text} />}
        {entry.kind === 'conversation' && entry.preview && <Words text={entry.preview} />}
      </div>
    </li>
  )
}

function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="mt-1 line-clamp-6 whitespace-pre-wrap text-text-2 wrap-anywhere">
      {text}
    </p>
  )
}

function Headline({ entry }: { entry: TimelineEntry }) {
  const { t, format } = useLanguage()
  const nameOf = useActorName()
  const member = (id: UserId | null) => nameOf(id ? { kind: 'user', id } : { kind: 'api_key', id: '' })
  const words = () => {
    switch (entry.kind) {
      case 'change':
        return changeText(entry, { t, format, who: nameOf({ kind: entry.actorKind, id: entry.actorId }) })
      case 'note':
        return t('timeline.note', { who: member(entry.authorId) })
      case 'conversation':
        return t('timeline.conversation', { number: String(entry.number) })
      case 'task':
        return t('timeline.task', { who: member(entry.doneBy), title: entry.title })
      case 'deal':
        return t('timeline.deal', { number: String(entry.number), title: entry.title })
    }
  }
  return <p className="font-[550] wrap-anywhere">{words()}</p>
}
