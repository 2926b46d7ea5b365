import { Copy, RotateCw } from 'lucide-react'
import { useT } from '../i18n/provider.tsx'
import { errorText } from '../i18n/error-text.ts'
import { cn } from '../lib/cn.ts'
import type { AppError } from '../lib/errors.ts'
import { Button } from './button.tsx'

interface Props {
  error: AppError
  onRetry?: () => void
  className?: string
}

/** The pane that failed says so in its own place; the rest of the screen keeps working. */
export function ErrorPane({ error, onRetry, className }: Props) {
  const t = useT()
  const reference = error.requestId
  return (
    <div
      role="alert"
      className={cn('flex flex-col items-center justify-center gap-2 p-8 text-center', className)}
    >
      <p className="font-head text-[1.0625rem] leading-6 font-[650]">{t('common.paneFailed')}</p>
      <p className="max-w-[40ch] text-small text-text-2">{errorText(t, error)}</p>
      {onRetry && (
        <Button className="mt-2" onClick={onRetry}>
          <RotateCw /> {t('common.retry')}
        </Button>
      )}
      {reference && (
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(reference)}
          className="mt-1 inline-flex min-h-6 items-center gap-1.5 rounded-sm text-micro text-text-3 hover:text-text"
          aria-label={t('common.copyReference', { reference })}
        >
          <Copy className="size-3" /> {reference}
        </button>
      )}
    </div>
  )
}
