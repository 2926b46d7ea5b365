import { Clock } from 'lucide-react'
import { useLanguage } from '../i18n/provider.tsx'

/** Marigold means one thing: a person is waiting for us. */
export function WaitChip({ since, now }: { since: string; now: Date }) {
  const { t, format } = useLanguage()
  const span = format.span(now.getTime() - Date.parse(since))
  return (
    <span className="inline-flex items-center gap-1 text-[0.71875rem] leading-[17px] font-[550] text-signal-text">
      <Clock className="size-3 stroke-2" aria-hidden />
      {t('inbox.waits', { span })}
    </span>
  )
}
