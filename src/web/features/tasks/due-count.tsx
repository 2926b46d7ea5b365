import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { deviceZone } from './clock.ts'

/** How many of mine are overdue or due today, over the rail's sign. */
export function DueCount() {
  const { t } = useLanguage()
  const { trpc } = useApi()
  const { data } = useQuery(trpc.tasks.counts.queryOptions({ timeZone: deviceZone() }))
  const count = data ? data.due : 0
  if (count === 0) return null
  return (
    <span className="absolute end-1 top-[5px] min-w-[15px] rounded-full bg-brand px-[3px] text-center text-[0.625rem] leading-[15px] font-[650] text-on-brand">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('nav.tasksDue', { count })}</span>
    </span>
  )
}
