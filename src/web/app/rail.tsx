import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Inbox, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLanguage, useT } from '../i18n/provider.tsx'
import { capped } from '../features/inbox/views.ts'
import { useStore } from '../lib/store.ts'
import { useApi, useWorkspace } from '../lib/workspace-context.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { AccountMenu } from './account-menu.tsx'
import { WorkspaceSwitcher } from './workspace-switcher.tsx'

interface Props {
  slug: string
  onShortcuts: () => void
}

/** The modules of the workspace, down the side. Only what exists stands here. */
export function Rail({ slug, onShortcuts }: Props) {
  const t = useT()
  const { me } = useWorkspace()
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex w-16 shrink-0 flex-col items-center gap-1 py-3 max-md:hidden"
    >
      <WorkspaceSwitcher slug={slug} />
      <div className="h-2" />
      <Tooltip label={t('nav.inbox')} keys="g i" side="right">
        <RailLink slug={slug} to="inbox" label={t('nav.inbox')}>
          <Inbox />
          <WaitingCount />
        </RailLink>
      </Tooltip>
      <div className="mt-auto" />
      <Tooltip label={t('nav.settings')} keys="g s" side="right">
        <RailLink slug={slug} to="settings" label={t('nav.settings')}>
          <Settings />
        </RailLink>
      </Tooltip>
      <AccountMenu onShortcuts={onShortcuts}>
        <button
          type="button"
          data-testid="account"
          className="relative mt-1 grid size-11 place-items-center rounded-lg"
        >
          <Avatar id={me.user.id} name={me.user.name} size={34} />
          <span className="sr-only">{t('account.menu', { name: me.user.name })}</span>
          <LiveDot />
        </button>
      </AccountMenu>
    </nav>
  )
}

interface RailLinkProps {
  slug: string
  to: 'inbox' | 'settings'
  label: string
  children: ReactNode
}

const LOOK =
  'relative grid size-11 place-items-center rounded-lg text-text-2 transition-colors duration-(--t-1) hover:text-text data-[status=active]:bg-surface data-[status=active]:text-brand-text data-[status=active]:shadow-1 [&>svg]:size-5 [&>svg]:stroke-[1.75]'

/** Forwards what the tooltip hands over, so that the link itself is its trigger. */
function RailLink({ slug, to, label, children, ...trigger }: RailLinkProps) {
  if (to === 'inbox') {
    return (
      <Link {...trigger} to="/w/$slug/inbox" params={{ slug }} className={LOOK}>
        <span className="sr-only">{label}</span>
        {children}
      </Link>
    )
  }
  return (
    <Link {...trigger} to="/w/$slug/settings" params={{ slug }} className={LOOK}>
      <span className="sr-only">{label}</span>
      {children}
    </Link>
  )
}

/** Marigold: how many people wait for me. */
export function WaitingCount() {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const { data } = useQuery(trpc.conversations.counts.queryOptions())
  const count = data?.mine.waiting ?? 0
  if (count === 0) return null
  return (
    <span className="absolute end-1 top-[5px] min-w-[15px] rounded-full bg-signal px-[3px] text-center text-[0.625rem] leading-[15px] font-[650] text-on-signal">
      <span aria-hidden>
        {capped(Math.min(count, 99), format.count)}
        {count > 99 ? '+' : ''}
      </span>
      <span className="sr-only">{t('nav.waitingOnMe', { count })}</span>
    </span>
  )
}

/** Amber while live updates come by asking instead of by the socket. */
export function LiveDot() {
  const t = useT()
  const { live } = useWorkspace()
  if (useStore(live.status) !== 'polling') return null
  return (
    <span
      role="img"
      aria-label={t('offline.polling')}
      title={t('offline.polling')}
      className="absolute end-0.5 top-0.5 size-2.5 rounded-full bg-warning ring-2 ring-bg"
      data-testid="live.polling"
    />
  )
}
