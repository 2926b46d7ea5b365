import { AlarmClock, CalendarX2, CircleDashed } from 'lucide-react'
import type { DealCard } from '@shared/contracts/deals.ts'
import type { StageDto } from '@shared/contracts/pipelines.ts'
import { isStale } from '@shared/deals.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useNow } from '../../lib/hooks.ts'
import { cn } from '../../lib/cn.ts'

const DAY_MS = 86_400_000

/** What is wrong with a deal, or would be soon: as words, for the card's name and its marks. */
export function useDealMarks(deal: DealCard, stage: StageDto | undefined, now: Date) {
  const { t, format } = useLanguage()
  const stale = deal.status === 'open' && isStale(deal.touchedAt, stage?.rotDays ?? null, now.getTime())
  const idleDays = Math.floor((now.getTime() - Date.parse(deal.touchedAt)) / DAY_MS)
  const next = deal.nextTaskAt ? new Date(deal.nextTaskAt) : null
  const task = next === null ? 'none' : next < now ? 'overdue' : 'next'
  const today = now.toLocaleDateString('en-CA')
  return {
    stale: stale ? t('deals.staleFor', { count: idleDays }) : null,
    task,
    taskWords:
      next === null
        ? t('deals.taskNone')
        : task === 'overdue'
          ? t('deals.taskOverdue')
          : t('deals.taskNext', { when: format.dateTime(next) }),
    closesLate: deal.expectedCloseOn !== null && deal.expectedCloseOn < today,
  }
}

export type DealMarks = ReturnType<typeof useDealMarks>

/** A red clock for an overdue task, a grey ring for none, a calendar for a close that is past. */
export function TaskMark({ marks }: { marks: DealMarks }) {
  const Icon = marks.task === 'none' ? CircleDashed : AlarmClock
  return (
    <span
      title={marks.taskWords}
      className={cn(
        'inline-flex items-center',
        marks.task === 'overdue' ? 'text-danger-text' : marks.task === 'none' ? 'text-text-3' : 'text-text-2',
      )}
      data-state={marks.task}
      data-testid="deal.task"
    >
      <Icon aria-hidden className="size-[15px] stroke-[1.9]" />
      <span className="sr-only">{marks.taskWords}</span>
    </span>
  )
}

export function CloseMark({ deal, marks }: { deal: DealCard; marks: DealMarks }) {
  const { locale } = useLanguage()
  const now = useNow(60_000)
  if (!deal.expectedCloseOn) return null
  return (
    <span
      className={cn('inline-flex items-center gap-1', marks.closesLate ? 'text-danger-text' : 'text-text-3')}
    >
      {marks.closesLate && <CalendarX2 aria-hidden className="size-[13px] stroke-2" />}
      {dayWords(deal.expectedCloseOn, { now, locale })}
    </span>
  )
}

/** A day before or after today: in words where it is near, else by date, with the year where it is another. */
function dayWords(day: string, { now, locale }: { now: Date; locale: string }): string {
  const [at, today] = [new Date(`${day}T12:00:00`), new Date(now).setHours(12, 0, 0, 0)]
  const days = Math.round((at.getTime() - today) / DAY_MS)
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
  const isThisYear = at.getFullYear() === now.getFullYear()
  const parts: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
  return at.toLocaleDateString(locale, isThisYear ? parts : { ...parts, year: 'numeric' })
}
