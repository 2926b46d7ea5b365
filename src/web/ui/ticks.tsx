import { Check, CheckCheck, CircleAlert, CircleHelp, Clock, Mic } from 'lucide-react'
import type { DeliveryStatus } from '@shared/contracts/messages.ts'
import type { ComponentType } from 'react'
import type { PlainKey } from '../i18n/catalogue.ts'
import { useT } from '../i18n/provider.tsx'
import { cn } from '../lib/cn.ts'

interface Look {
  icon: ComponentType<{ className?: string }>
  label: PlainKey
  tone: string
}

const LOOKS: Record<DeliveryStatus, Look> = {
  queued: { icon: Clock, label: 'status.queued', tone: 'text-text-3' },
  sending: { icon: Clock, label: 'status.sending', tone: 'text-text-3' },
  unknown: { icon: CircleHelp, label: 'status.unknown', tone: 'text-warning-text' },
  sent: { icon: Check, label: 'status.sent', tone: 'text-text-3' },
  delivered: { icon: CheckCheck, label: 'status.delivered', tone: 'text-text-3' },
  read: { icon: CheckCheck, label: 'status.read', tone: 'text-info-text' },
  played: { icon: Mic, label: 'status.played', tone: 'text-info-text' },
  failed: { icon: CircleAlert, label: 'status.failed', tone: 'text-danger-text' },
}

/** How far a message has got: shape and word differ, not only the colour. */
export function Ticks({ status, className }: { status: DeliveryStatus; className?: string }) {
  const t = useT()
  const { icon: Icon, label, tone } = LOOKS[status]
  return (
    <span role="img" aria-label={t(label)} title={t(label)} className={cn('inline-flex', tone, className)}>
      <Icon className="size-3.5 stroke-2" />
    </span>
  )
}
