import { Clock } from 'lucide-react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import { useT } from '../../i18n/provider.tsx'
import { Badge } from '../../ui/badge.tsx'
import { leftText, windowOf } from './reply-window.ts'

/** How long WhatsApp lets us write freely: green, amber in the last four hours, red when over. */
export function WindowPill({ detail, now }: { detail: ConversationDetail; now: Date }) {
  const t = useT()
  const window = windowOf(detail, now)
  if (window.state === 'none') return null
  const tone = window.state === 'open' ? 'success' : window.state === 'closing' ? 'warning' : 'danger'
  const text =
    window.state === 'closed' ? t('window.closed') : t('window.open', { left: leftText(window.leftMs) })
  return (
    <Badge
      tone={tone}
      className="rounded-[7px] px-[9px] py-[2px]"
      data-testid="composer.window"
      data-state={window.state}
      title={t('window.explain')}
    >
      <Clock aria-hidden /> {text}
    </Badge>
  )
}
