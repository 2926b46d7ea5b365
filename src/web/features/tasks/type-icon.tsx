import { CircleCheckBig, FileText, MessageCircle, Phone, Users } from 'lucide-react'
import type { TaskType } from '@shared/tasks.ts'

const ICONS = {
  call: Phone,
  message: MessageCircle,
  meeting: Users,
  quote: FileText,
  other: CircleCheckBig,
} as const

/** Decorative: the word stands beside it or in the row's name. */
export function TypeIcon({ type, className }: { type: TaskType; className?: string }) {
  const Icon = ICONS[type]
  return <Icon aria-hidden className={className} />
}
