import { getRouteApi, useRouter } from '@tanstack/react-router'
import { CircleCheckBig, Clock, Download, Handshake, MessageCircle } from 'lucide-react'
import type { NotificationDto } from '@shared/contracts/notifications.ts'
import type { UserId } from '@shared/ids.ts'
import type { Translate } from '../../i18n/catalogue.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { useMembers } from '../inbox/use-members.ts'

const route = getRouteApi('/w/$slug')

const ICONS = {
  task_due: Clock,
  task_assigned: CircleCheckBig,
  conversation_assigned: MessageCircle,
  deal_assigned: Handshake,
  export_ready: Download,
} as const

/** Opens what it tells of, and is read from then on. */
export function NotificationRow({ item, onClose }: { item: NotificationDto; onClose: () => void }) {
  const { t, format } = useLanguage()
  const { slug } = route.useParams()
  const router = useRouter()
  const now = useNow()
  const members = useMembers()
  const { client, queryClient, trpc } = useApi()
  const Icon = ICONS[item.kind]
  const nameOf = (id: UserId | null) => (id && members.nameOf(id)) ?? t('bell.somebody')
  const open = async () => {
    onClose()
    router.history.push(hrefOf(item, slug))
    if (item.readAt !== null) return
    await client.notifications.markRead.mutate({ ids: [item.id] })
    await queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() })
  }
  return (
    <li>
      <button
        type="button"
        onClick={() => void open()}
        data-testid="bell.item"
        className="flex w-full items-start gap-3 rounded-lg px-2.5 py-2 text-start text-small hover:bg-surface-2 pointer-coarse:min-h-11"
      >
        <Icon aria-hidden className="mt-0.5 size-[18px] shrink-0 stroke-[1.75] text-text-3" />
        <span className="min-w-0 flex-1">
          <span className={cn('block wrap-anywhere', item.readAt === null && 'font-[600]')} dir="auto">
            {textOf(item, t, nameOf)}
          </span>
          <span className="text-micro text-text-3">{format.ago(new Date(item.createdAt), now)}</span>
        </span>
        {item.readAt === null && (
          <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-brand" />
        )}
      </button>
    </li>
  )
}

function textOf(item: NotificationDto, t: Translate, nameOf: (id: UserId | null) => string): string {
  switch (item.kind) {
    case 'task_due':
      return t('bell.taskDue', { title: item.data.title })
    case 'task_assigned':
      return t('bell.taskAssigned', { who: nameOf(item.data.by), title: item.data.title })
    case 'conversation_assigned':
      return t('bell.conversationAssigned', { who: nameOf(item.data.by), name: item.data.name })
    case 'deal_assigned':
      return t('bell.dealAssigned', { who: nameOf(item.data.by), title: item.data.title })
    case 'export_ready':
      return t('bell.exportReady', { file: item.data.fileName })
  }
}

function hrefOf(item: NotificationDto, slug: string): string {
  switch (item.kind) {
    case 'task_due':
    case 'task_assigned':
      return `/w/${slug}/tasks/all?open=${item.data.taskId}`
    case 'conversation_assigned':
      return `/w/${slug}/inbox/mine/c/${item.data.number}`
    case 'deal_assigned':
      return `/w/${slug}/deals/d/${item.data.number}`
    case 'export_ready':
      return `/w/${slug}/contacts/exports`
  }
}
