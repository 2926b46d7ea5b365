import { Link } from '@tanstack/react-router'
import { MessageCircle } from 'lucide-react'
import type { DealState } from '@shared/contracts/deals.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { useDealChat } from './deal-chats.ts'

interface Props {
  deal: DealState
  slug: string
}

/** From the card to its chat, with what nobody has read there. */
export function ChatLink(props: Props) {
  return useCan()('conversations.view') ? <OpenChat {...props} /> : null
}

function OpenChat({ deal, slug }: Props) {
  const t = useT()
  const chat = useDealChat(deal.id)
  if (!chat) return null
  const { conversationNumber, unreadCount } = chat
  return (
    <Link
      to="/w/$slug/inbox/$view/c/$number"
      params={{ slug, view: 'all', number: String(conversationNumber) }}
      search={{ panel: 'deal' }}
      draggable={false}
      tabIndex={-1}
      title={t('deals.openChat', { name: deal.contactName ?? deal.title })}
      data-testid="deal.card.chat"
      className="inline-flex min-h-6 min-w-6 items-center justify-center gap-0.5 rounded-md text-text-2 hover:bg-surface-2 pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      <MessageCircle aria-hidden className="size-[15px] stroke-[1.9]" />
      {unreadCount > 0 && (
        <span className="font-[650] text-brand-text" aria-hidden>
          {unreadCount}
        </span>
      )}
      <span className="sr-only">
        {t('deals.openChat', { name: deal.contactName ?? deal.title })}
        {unreadCount > 0 && `, ${t('inbox.unreadCount', { count: unreadCount })}`}
      </span>
    </Link>
  )
}
