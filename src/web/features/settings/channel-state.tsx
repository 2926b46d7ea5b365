import { CircleAlert, CircleCheck, Unplug } from 'lucide-react'
import type { ChannelStatus } from '@shared/contracts/channels.ts'
import { useT } from '../../i18n/provider.tsx'
import { Badge } from '../../ui/badge.tsx'
import { STATUS_LOOK } from './channel-words.ts'

const ICONS = { connected: CircleCheck, needs_attention: CircleAlert, disconnected: Unplug } as const

export function ChannelState({ status }: { status: ChannelStatus }) {
  const t = useT()
  const { label, tone } = STATUS_LOOK[status]
  const Icon = ICONS[status]
  return (
    <Badge tone={tone} data-testid="channel.state" data-state={status}>
      <Icon aria-hidden /> {t(label)}
    </Badge>
  )
}
