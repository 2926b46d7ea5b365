import { Link } from '@tanstack/react-router'
import { CornerUpLeft } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import type { UserId } from '@shared/ids.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CountBadge } from '../../ui/badge.tsx'
import { WaitChip } from '../../ui/wait-chip.tsx'
import { kindOf } from './preview.tsx'

const RowDeal = lazy(() => import('../deals/row-deal.tsx').then(({ RowDeal: it }) => ({ default: it })))

interface Props {
  row: ConversationListItem
  slug: string
  view: string
  selected: boolean
  focusable: boolean
  me: UserId
  /** The member who has it, where that is not me. */
  assigneeName: string | null
  now: Date
  position: number
  total: number
  /** Where the row stands in the whole list, in pixels. */
  top: number
  height: number
  onIntent: (row: ConversationListItem) => void
}

/** One conversation in the list. Its height is fixed; what it says, it says to screen readers too. */
export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { row, slug, view, selected, focusable, now, position, total, top, height, onIntent } = props
  const { format } = useLanguage()
  const unread = row.unreadCount > 0
  return (
    <li
      aria-setsize={total}
      aria-posinset={position}
      className="absolute inset-x-0 top-0"
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Link
        to="/w/$slug/inbox/$view/c/$number"
        params={{ slug, view, number: String(row.number) }}
        search={(current) => ({
          ...(current.state ? { state: current.state } : {}),
          ...(current.q ? { q: current.q } : {}),
        })}
        data-testid="inbox.row"
        data-number={row.number}
        data-id={row.id}
        data-selected={selected}
        aria-current={selected ? 'page' : undefined}
        tabIndex={focusable ? 0 : -1}
        onPointerEnter={() => onIntent(row)}
        onFocus={() => onIntent(row)}
        className={cn(
          'focus-inset relative flex h-full gap-[11px] border-t px-3.5 py-2.5 transition-colors duration-(--t-1)',
          selected
            ? 'bg-brand-soft before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:bg-brand'
            : 'hover:bg-surface-2',
        )}
      >
        <Avatar id={row.contactId} name={row.contactName} size={40} channel={{ kind: 'whatsapp_cloud' }} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <bdi
              dir="auto"
              className={cn('min-w-0 flex-1 truncate', unread ? 'font-[650] text-text' : 'font-medium')}
            >
              {row.contactName}
            </bdi>
            <time dateTime={row.lastMessageAt} className="shrink-0 text-micro text-text-3">
              {format.ago(new Date(row.lastMessageAt), now)}
            </time>
          </span>
          <span
            className={cn(
              'mt-0.5 flex items-center gap-2 text-small',
              unread ? 'font-[600] text-text' : 'text-text-2',
            )}
          >
            <Preview {...props} />
            {unread && <Unread count={row.unreadCount} />}
          </span>
          <span className="mt-[3px] flex h-[18px] items-center gap-1.5">
            {row.waitingSince && <WaitChip since={row.waitingSince} now={now} />}
            <Suspense>
              <RowDeal row={row} />
            </Suspense>
            <AssigneeMark {...props} />
          </span>
        </span>
      </Link>
    </li>
  )
})

function Preview({ row, me }: Props) {
  const { t } = useLanguage()
  if (row.draft) {
    return (
      <span className="min-w-0 flex-1 truncate">
        <span className="font-[600] text-danger-text">{t('inbox.draft')} </span>
        <bdi dir="auto">{row.draft}</bdi>
      </span>
    )
  }
  const kind = kindOf(row.lastMessageType)
  const isOurs = row.lastDirection === 'outbound'
  const words = row.preview || t(kind?.label ?? 'message.unsupportedShort')
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1">
      {isOurs && row.assigneeId === me && <span className="shrink-0">{t('inbox.you')}</span>}
      {isOurs && row.assigneeId !== me && (
        <CornerUpLeft aria-hidden className="size-3.5 shrink-0 stroke-[1.75] text-text-3" />
      )}
      {kind && <kind.icon className="size-3.5 shrink-0 stroke-[1.75]" />}
      <bdi dir="auto" className="truncate">
        {words}
      </bdi>
    </span>
  )
}

function AssigneeMark({ row, assigneeName }: Props) {
  const { t } = useLanguage()
  if (!row.assigneeId || !assigneeName) return null
  return (
    <span className="ms-auto flex min-w-0 items-center gap-1 text-[0.71875rem] text-text-3">
      <Avatar id={row.assigneeId} name={assigneeName} size={16} className="text-[7px]!" />
      <span aria-hidden className="truncate">
        {assigneeName.split(' ')[0]}
      </span>
      <span className="sr-only">{t('inbox.assignedTo', { name: assigneeName })}</span>
    </span>
  )
}

function Unread({ count }: { count: number }) {
  const { t } = useLanguage()
  return (
    <>
      <span aria-hidden className="inline-flex">
        <CountBadge count={count} />
      </span>
      <span className="sr-only">{t('inbox.unreadCount', { count })}</span>
    </>
  )
}
