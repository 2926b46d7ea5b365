import { lazy, Suspense } from 'react'
import { useT } from '../i18n/provider.tsx'
import { sessionExpired } from '../lib/session.ts'
import { useStore } from '../lib/store.ts'
import { useWorkspace } from '../lib/workspace-context.tsx'
import { Dialog } from '../ui/dialog.tsx'

const SignInForm = lazy(() =>
  import('../features/auth/sign-in-form.tsx').then((module) => ({ default: module.SignInForm })),
)

/** The session ended while somebody was at work: sign in again over the page, and nothing is lost. */
export function RelogIn() {
  const t = useT()
  const { me, api } = useWorkspace()
  const expired = useStore(sessionExpired)
  return (
    <Dialog
      open={expired}
      onOpenChange={() => undefined}
      closable={false}
      title={t('auth.expiredTitle')}
      description={t('auth.expiredText')}
    >
      <Suspense>
        <SignInForm initialEmail={me.user.email} onDone={() => void api.queryClient.invalidateQueries()} />
      </Suspense>
    </Dialog>
  )
}
