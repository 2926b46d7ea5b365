import { useQuery } from '@tanstack/react-query'
import { Bell as BellIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../ui/popover.tsx'

/** Comes when it is first opened. */
const NotificationList = lazy(() =>
  import('./notification-list.tsx').then((module) => ({ default: module.NotificationList })),
)

interface Props {
  className: string
  side: 'right' | 'top'
  /** Under the sign, where there is room for a word. */
  word?: boolean
}

/** What a member was told; the number is what they have not read. */
export function Bell({ className, side, word = false }: Props) {
  const { t } = useLanguage()
  const { trpc } = useApi()
  const [open, setOpen] = useState(false)
  const { data } = useQuery(trpc.notifications.unreadCount.queryOptions())
  const count = data?.count ?? 0
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger className={className} data-testid="bell">
        <span className="relative">
          <BellIcon aria-hidden className="size-5 stroke-[1.75]" />
          {count > 0 && (
            <span
              aria-hidden
              className="absolute -end-2.5 -top-2 min-w-[15px] rounded-full bg-danger px-[3px] text-center text-[0.625rem] leading-[15px] font-[650] text-on-danger"
            >
              {count > 99 ? '99+' : count}
            </span>
          )}
        </span>
        <span className={word ? undefined : 'sr-only'}>{t('bell.title')}</span>
        {count > 0 && <span className="sr-only">{t('bell.unread', { count })}</span>}
      </PopoverTrigger>
      <PopoverContent
        side={side}
        align="end"
        aria-label={t('bell.title')}
        className="flex max-h-[min(560px,80dvh)] w-[min(380px,calc(100vw-16px))] flex-col overflow-hidden p-0"
      >
        <Suspense>
          <NotificationList hasUnread={count > 0} onClose={() => setOpen(false)} />
        </Suspense>
      </PopoverContent>
    </Popover>
  )
}
