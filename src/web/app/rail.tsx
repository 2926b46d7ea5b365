import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Columns3, Inbox, ListTodo, Settings, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLanguage, useT } from '../i18n/provider.tsx'
import { capped } from '../features/inbox/views.ts'
import { Bell } from '../features/notifications/lazy-bell.tsx'
import { DueCount } from '../features/tasks/due-count.tsx'
import { useStore } from '../lib/store.ts'
import { useApi, useCan, useWorkspace } from '../lib/workspace-context.tsx'
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
  const can = useCan()
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex w-16 shrink-0 flex-col items-center gap-1 py-3 max-md:hidden"
    >
      <WorkspaceSwitcher slug={slug} />
      <div className="h-2" />
      <Tooltip label={t('nav.inbox')} keys="g i" side="right">
        <RailLink slug={slug} to="/w/$slug/inbox" label={t('nav.inbox')}>
          <Inbox />
          <WaitingCount />
        </RailLink>
      </Tooltip>
      {can('contacts.view') && (
        <Tooltip label={t('nav.contacts')} keys="g c" side="right">
          <RailLink slug={slug} to="/w/$slug/contacts" label={t('nav.contacts')}>
            <UsersRound />
          </RailLink>
        </Tooltip>
      )}
      {can('deals.view') && (
        <Tooltip label={t('nav.deals')} keys="g d" side="right">
          <RailLink slug={slug} to="/w/$slug/deals" label={t('nav.deals')}>
            <Columns3 />
          </RailLink>
        </Tooltip>
      )}
      {can('tasks.view') && (
        <Tooltip label={t('nav.tasks')} keys="g t" side="right">
          <RailLink slug={slug} to="/w/$slug/tasks" label={t('nav.tasks')}>
            <ListTodo />
            <DueCount />
          </RailLink>
        </Tooltip>
      )}
      <div className="mt-auto" />
      <Bell
        side="right"
        className="relative grid size-11 place-items-center rounded-lg text-text-2 hover:text-text data-[state=open]:text-brand-text"
      />
      <Tooltip label={t('nav.settings')} keys="g s" side="right">
        <RailLink slug={slug} to="/w/$slug/settings" label={t('nav.settings')}>
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
  to: '/w/$slug/inbox' | '/w/$slug/contacts' | '/w/$slug/settings' | '/w/$slug/tasks' | '/w/$slug/deals'
  label: string
  children: ReactNode
}

const LOOK =
  'relative grid size-11 place-items-center rounded-lg text-text-2 transition-colors duration-(--t-1) hover:text-text data-[status=active]:bg-surface data-[status=active]:text-brand-text data-[status=active]:shadow-1 [&>svg]:size-5 [&>svg]:stroke-[1.75]'

/** Forwards what the tooltip hands over, so that the link itself is its trigger. */
function RailLink({ slug, to, label, children, ...trigger }: RailLinkProps) {
  return (
    <Link {...trigger} to={to} params={{ slug }} className={LOOK}>
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
