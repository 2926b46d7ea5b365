import { Hourglass } from 'lucide-react'
import type { DealCard } from '@shared/contracts/deals.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useNow } from '../../lib/hooks.ts'
import { useDealChat } from './deal-chats.ts'
import { useDealMarks } from './deal-marks.tsx'
import { usePipelines } from './use-pipelines.ts'

/** Why a deal stands still, and what would get it moving again. */
export function WhyStale({ deal }: { deal: DealCard }) {
  const { t, format } = useLanguage()
  const { stageOf } = usePipelines()
  const stage = stageOf(deal.stageId)
  const chat = useDealChat(deal.id)
  const marks = useDealMarks(deal, stage, useNow(60_000))
  if (!marks.stale || !stage) return null
  const reasons = [
    ...(chat && chat.unreadCount > 0 ? [t('deals.staleUnread', { count: chat.unreadCount })] : []),
    ...(marks.task === 'none' ? [t('deals.staleNoTask')] : []),
    ...(marks.task === 'overdue' ? [t('deals.staleTaskLate')] : []),
    ...(marks.closesLate ? [t('deals.staleCloseLate')] : []),
  ]
  return (
    <p className="flex items-baseline gap-1.5 text-small text-signal-text" data-testid="deal.whyStale">
      <Hourglass aria-hidden className="size-3.5 shrink-0 self-center stroke-2" />
      <span>
        {marks.stale} · {t('deals.staleLimit', { stage: stage.name, count: stage.rotDays ?? 0 })}
        {reasons.length > 0 && ` · ${format.list(reasons)}`}
      </span>
    </p>
  )
}
