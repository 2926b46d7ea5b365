import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useT } from '../i18n/provider.tsx'
import { toAppError } from '../lib/errors.ts'
import { useTitle } from '../lib/hooks.ts'
import { buttonVariants } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorPane } from '../ui/error-pane.tsx'

const CENTRED = 'grid h-full min-h-[60dvh] place-items-center'

export function NotFound() {
  const t = useT()
  useTitle(t('route.notFoundTitle'))
  return (
    <main className={CENTRED}>
      <EmptyState
        drawing
        isPage
        title={t('route.notFoundTitle')}
        text={t('route.notFoundText')}
        action={
          <Link to="/" className={buttonVariants({ variant: 'primary' })}>
            {t('route.goHome')}
          </Link>
        }
      />
    </main>
  )
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <main className={CENTRED}>
      <ErrorPane error={toAppError(error)} onRetry={reset} />
    </main>
  )
}

export function RoutePending() {
  const t = useT()
  return (
    <div className={CENTRED} role="status">
      <span className="sr-only">{t('common.loading')}</span>
      <span aria-hidden className="size-3 animate-pulse-soft rounded-full bg-brand" />
    </div>
  )
}
