import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useT } from '../../i18n/provider.tsx'
import { useTitle } from '../../lib/hooks.ts'
import { AuthFrame } from './auth-frame.tsx'
import { SignInForm } from './sign-in-form.tsx'

const route = getRouteApi('/login')

export function LoginScreen() {
  const t = useT()
  const router = useRouter()
  const { next } = route.useSearch()
  useTitle(t('auth.signIn'))
  const go = () => (next ? router.history.push(next) : router.navigate({ to: '/' }))
  return (
    <AuthFrame>
      <h1 className="mb-6 font-head text-display font-[650] tracking-[-0.015em]">{t('auth.signIn')}</h1>
      <SignInForm onDone={go} />
      <p className="mt-6 text-center text-small text-text-2">
        {t('auth.noAccount')}{' '}
        <Link to="/signup" className="font-[600] text-brand-text underline-offset-4 hover:underline">
          {t('auth.createWorkspace')}
        </Link>
      </p>
    </AuthFrame>
  )
}
