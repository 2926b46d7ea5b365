import { Link, useMatch } from '@tanstack/react-router'
import { Columns3, Inbox, ListTodo, Settings, UsersRound } from 'lucide-react'
import { Bell } from '../features/notifications/lazy-bell.tsx'
import { DueCount } from '../features/tasks/due-count.tsx'
import { useT } from '../i18n/provider.tsx'
import { useCan, useWorkspace } from '../lib/workspace-context.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { AccountMenu } from './account-menu.tsx'
import { LiveDot, WaitingCount } from './rail.tsx'

interface Props {
  slug: string
  onShortcuts: () => void
}

const LOOK =
  'relative flex flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-[550] text-text-2 data-[status=active]:text-brand-text [&>svg]:size-[22px] [&>svg]:stroke-[1.75]'

/** The rail of a phone. It makes room for the composer while a conversation is open. */
export function BottomBar({ slug, onShortcuts }: Props) {
  const t = useT()
  const { me } = useWorkspace()
  const can = useCan()
  const conversation = useMatch({ from: '/w/$slug/inbox/$view/c/$number', shouldThrow: false })
  if (conversation) return null
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex h-[calc(56px+env(safe-area-inset-bottom))] shrink-0 border-t bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <Link to="/w/$slug/inbox" params={{ slug }} className={LOOK}>
        <span className="relative">
          <Inbox className="size-[22px] stroke-[1.75]" aria-hidden />
          <span className="absolute -end-3 -top-2 size-6">
            <WaitingCount />
          </span>
        </span>
        {t('nav.inbox')}
      </Link>
      {can('contacts.view') && (
        <Link to="/w/$slug/contacts" params={{ slug }} className={LOOK}>
          <UsersRound aria-hidden />
          {t('nav.contacts')}
        </Link>
      )}
      {can('deals.view') && (
        <Link to="/w/$slug/deals" params={{ slug }} className={LOOK}>
          <Columns3 aria-hidden />
          {t('nav.deals')}
        </Link>
      )}
      {can('tasks.view') && (
        <Link to="/w/$slug/tasks" params={{ slug }} className={LOOK}>
          <span className="relative">
            <ListTodo className="size-[22px] stroke-[1.75]" aria-hidden />
            <span className="absolute -end-3 -top-2 size-6">
              <DueCount />
            </span>
          </span>
          {t('nav.tasks')}
        </Link>
      )}
      <Bell side="top" word className={LOOK} />
      <Link to="/w/$slug/settings" params={{ slug }} className={LOOK}>
        <Settings aria-hidden />
        {t('nav.settings')}
      </Link>
      <AccountMenu onShortcuts={onShortcuts} withWorkspaces>
        <button type="button" className={LOOK}>
          <span className="relative">
            <Avatar id={me.user.id} name={me.user.name} size={24} />
            <LiveDot />
          </span>
          {t('nav.me')}
        </button>
      </AccountMenu>
    </nav>
  )
}
