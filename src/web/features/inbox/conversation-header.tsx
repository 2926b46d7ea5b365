import { Link, getRouteApi } from '@tanstack/react-router'
import { ArrowLeft, Check, Ellipsis, MailOpen, PanelRight, RotateCcw, UserRound } from 'lucide-react'
import { lazy, Suspense, type ReactNode } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import { useT } from '../../i18n/provider.tsx'
import { usePhone } from '../../lib/hooks.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { AssignMenu } from './assign-menu.tsx'
import { useInboxNavigation } from './inbox-context.tsx'
import { useConversationActions } from './use-actions.ts'

const HeaderDeal = lazy(() =>
  import('../deals/header-deal.tsx').then(({ HeaderDeal: it }) => ({ default: it })),
)

const route = getRouteApi('/w/$slug/inbox/$view/c/$number')

interface Props {
  detail: ConversationDetail
  assignOpen: boolean
  onAssignOpen: (open: boolean) => void
  panelOpen: boolean
  onPanel: () => void
}

export function ConversationHeader({ detail, assignOpen, onAssignOpen, panelOpen, onPanel }: Props) {
  const t = useT()
  const can = useCan()
  const phone = usePhone()
  const deal = (
    <Suspense>
      <HeaderDeal detail={detail} isLine={phone} />
    </Suspense>
  )
  return (
    <header className="flex min-h-[63px] items-center gap-[11px] border-b px-[18px] py-2.5 max-md:flex-wrap max-md:gap-1 max-md:px-2">
      <BackLink />
      {phone ? (
        <button
          type="button"
          onClick={onPanel}
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md text-start"
        >
          <Person detail={detail} />
          <span className="sr-only">{t('thread.panel')}</span>
        </button>
      ) : (
        <Person detail={detail}>{deal}</Person>
      )}
      {phone && <h1 className="sr-only">{detail.contactName}</h1>}
      <div className="flex items-center gap-2 max-md:gap-0.5">
        {can('conversations.assign') && (
          <AssignMenu detail={detail} open={assignOpen} onOpenChange={onAssignOpen} />
        )}
        {can('conversations.update') && <SettleButton detail={detail} compact={phone} />}
        {can('conversations.update') && <MoreMenu detail={detail} />}
        {!phone && (
          <IconButton
            label={t('thread.panel')}
            keys="Mod+."
            aria-pressed={panelOpen}
            onClick={onPanel}
            className="aria-pressed:text-brand-text"
          >
            <PanelRight />
          </IconButton>
        )}
      </div>
      {phone && deal}
    </header>
  )
}

/** Who it is, by which number, and which conversation. */
function Person({ detail, children }: { detail: ConversationDetail; children?: ReactNode }) {
  const t = useT()
  const phone = usePhone()
  // A heading can't stand inside the button that this is on a phone; there it is beside it.
  const Name = phone ? 'span' : 'h2'
  const isDown = detail.channel.status === 'disconnected'
  return (
    <>
      <Avatar
        id={detail.contactId}
        name={detail.contactName}
        size={38}
        channel={{ kind: detail.channel.kind, isDown }}
      />
      <span className="min-w-0 flex-1">
        <Name className="block truncate text-[0.9375rem] leading-5 font-[650]">
          <bdi dir="auto">{detail.contactName}</bdi>
        </Name>
        <span className="flex items-center gap-1.5 text-[0.78125rem] leading-[18px] text-text-3">
          <span className="truncate">{detail.channel.name}</span>
          <span className="shrink-0 max-md:hidden">· #{detail.number}</span>
          {detail.status === 'resolved' && (
            <Badge tone="success" className="leading-4">
              <Check aria-hidden /> {t('thread.resolved')}
            </Badge>
          )}
          {children}
        </span>
      </span>
    </>
  )
}

function BackLink() {
  const t = useT()
  const { slug, view } = route.useParams()
  return (
    <Link
      to="/w/$slug/inbox/$view"
      params={{ slug, view }}
      search={(current) => ({
        ...(current.state ? { state: current.state } : {}),
        ...(current.q ? { q: current.q } : {}),
      })}
      aria-label={t('thread.back')}
      data-testid="thread.back"
      className="grid size-10 shrink-0 place-items-center rounded-md text-text-2 hover:bg-surface-2 min-[56.25rem]:hidden"
    >
      <ArrowLeft className="size-5 stroke-[1.75]" />
    </Link>
  )
}

function SettleButton({ detail, compact }: { detail: ConversationDetail; compact: boolean }) {
  const t = useT()
  const { resolve, reopen } = useConversationActions()
  const isResolved = detail.status === 'resolved'
  const label = t(isResolved ? 'thread.reopen' : 'thread.resolve')
  const run = () => void (isResolved ? reopen(detail) : resolve(detail))
  const Icon = isResolved ? RotateCcw : Check
  if (compact) {
    return (
      <IconButton
        label={label}
        keys="e"
        onClick={run}
        data-testid="thread.settle"
        className="text-brand-text"
      >
        <Icon />
      </IconButton>
    )
  }
  return (
    <Button
      variant={isResolved ? 'neutral' : 'primary'}
      onClick={run}
      aria-keyshortcuts="e"
      data-testid="thread.settle"
    >
      <Icon aria-hidden /> {label}
    </Button>
  )
}

function MoreMenu({ detail }: { detail: ConversationDetail }) {
  const t = useT()
  const { me } = useWorkspace()
  const can = useCan()
  const { markUnread, assignToMe } = useConversationActions()
  const { close } = useInboxNavigation()
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          size="icon"
          aria-label={t('common.more')}
          data-testid="thread.more"
          className="[&_svg]:size-[18px]"
        >
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem
          keys="u"
          onSelect={() => {
            void markUnread(detail)
            close()
          }}
        >
          <MailOpen aria-hidden /> {t('thread.markUnread')}
        </MenuItem>
        {can('conversations.assign') && detail.assigneeId !== me.user.id && (
          <MenuItem keys="i" onSelect={() => void assignToMe(detail)}>
            <UserRound aria-hidden /> {t('thread.assignToMe')}
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  )
}
