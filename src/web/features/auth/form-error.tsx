import { CircleAlert } from 'lucide-react'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import type { AppError } from '../../lib/errors.ts'

interface Props {
  error: AppError | null
  waitSeconds: number
}

export function FormError({ error, waitSeconds }: Props) {
  const t = useT()
  if (!error) return null
  const text =
    error.code === 'RATE_LIMITED' && waitSeconds > 0
      ? t('error.rateLimitedFor', { seconds: waitSeconds })
      : errorText(t, error)
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-[9px] bg-danger-soft px-3 py-2 text-small text-danger-text"
    >
      <CircleAlert className="mt-px size-4 shrink-0 stroke-[1.75]" aria-hidden />
      {text}
    </p>
  )
}
