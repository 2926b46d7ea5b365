import { TriangleAlert } from 'lucide-react'
import type { ChannelHealth } from '@shared/contracts/channels.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { PROBLEMS } from './channel-words.ts'

/** What is wrong with the channel, since when, and the way out of it. */
export function ChannelProblem({ problem }: { problem: NonNullable<ChannelHealth['problem']> }) {
  const { t, format } = useLanguage()
  const { what, todo } = PROBLEMS[problem.reason]
  const reference = [problem.code, problem.detail].filter(Boolean).join(' · ')
  return (
    <div
      role="alert"
      data-testid="channel.problem"
      className="flex gap-3 rounded-lg bg-warning-soft px-4 py-3.5"
    >
      <TriangleAlert className="mt-0.5 size-5 shrink-0 stroke-[1.75] text-warning-text" aria-hidden />
      <div className="min-w-0">
        <p className="font-[600] text-warning-text">{t(what)}</p>
        <p className="mt-0.5 text-small">{t(todo)}</p>
        <p className="mt-1.5 text-micro wrap-anywhere text-text-2">
          {t('problem.since', { at: format.dateTime(new Date(problem.at)) })}
          {reference && ` · Meta: ${reference}`}
        </p>
      </div>
    </div>
  )
}
