import { Link, useRouter } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { LIMITS } from '@shared/limits.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { useTitle } from '../../lib/hooks.ts'
import { signUp } from '../../lib/session.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { FormError } from './form-error.tsx'
import { PasswordField } from './password-field.tsx'
import { guessCountry } from './guess-country.ts'
import { useSubmit } from './use-submit.ts'
import { WorkspaceStep, type WorkspaceDraft } from './workspace-step.tsx'

interface Person {
  name: string
  email: string
  password: string
}

export function SignUpScreen() {
  const { t, locale } = useLanguage()
  const router = useRouter()
  useTitle(t('auth.createWorkspace'))
  const [step, setStep] = useState<'person' | 'workspace'>('person')
  const [person, setPerson] = useState<Person>({ name: '', email: '', password: '' })
  const [workspace, setWorkspace] = useState<WorkspaceDraft>(() => ({ name: '', country: guessCountry() }))
  const { busy, error, waitSeconds, submit } = useSubmit(async () => {
    await signUp({ ...person, workspaceName: workspace.name, country: workspace.country, locale })
    await router.navigate({ to: '/' })
  })
  const next = (event: FormEvent) => {
    event.preventDefault()
    setStep('workspace')
  }
  return (
    <AuthFrame>
      <p className="mb-1 text-small font-[550] text-text-3">
        {t(step === 'person' ? 'auth.step1' : 'auth.step2')}
      </p>
      <h1 className="mb-6 font-head text-display font-[650] tracking-[-0.015em]">
        {t(step === 'person' ? 'auth.aboutYou' : 'auth.aboutWorkspace')}
      </h1>
      <FormError error={error} waitSeconds={waitSeconds} />
      {step === 'person' ? (
        <form onSubmit={next} className="mt-4 flex flex-col gap-4">
          <PersonFields person={person} onChange={setPerson} taken={error?.code === 'ALREADY_EXISTS'} />
          <Button type="submit" variant="primary" size="lg" className="mt-1">
            {t('auth.continue')}
          </Button>
        </form>
      ) : (
        <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
          <WorkspaceStep draft={workspace} onChange={setWorkspace} />
          <div className="mt-1 flex gap-2">
            <Button size="lg" onClick={() => setStep('person')}>
              {t('common.back')}
            </Button>
            <Button
              type="submit"
              variant="primary"
              size="lg"
              className="flex-1"
              busy={busy}
              disabled={waitSeconds > 0}
            >
              {t('auth.createWorkspace')}
            </Button>
          </div>
        </form>
      )}
      <p className="mt-6 text-center text-small text-text-2">
        {t('auth.haveAccount')}{' '}
        <Link to="/login" className="font-[600] text-brand-text underline-offset-4 hover:underline">
          {t('auth.signIn')}
        </Link>
      </p>
    </AuthFrame>
  )
}

interface PersonProps {
  person: Person
  onChange: (person: Person) => void
  taken: boolean
}

function PersonFields({ person, onChange, taken }: PersonProps) {
  const t = useT()
  return (
    <>
      <Field label={t('auth.name')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            required
            autoFocus
            maxLength={LIMITS.name}
            autoComplete="name"
            value={person.name}
            onChange={(event) => onChange({ ...person, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('auth.email')} error={taken ? t('auth.emailTaken') : undefined}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            required
            maxLength={LIMITS.email}
            autoComplete="username"
            value={person.email}
            onChange={(event) => onChange({ ...person, email: event.target.value })}
          />
        )}
      </Field>
      <NewPassword value={person.password} onChange={(password) => onChange({ ...person, password })} />
    </>
  )
}

function NewPassword({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT()
  const missing = LIMITS.passwordMin - value.length
  const hint =
    value && missing > 0
      ? t('auth.passwordMissing', { count: missing })
      : t('auth.passwordRule', { min: LIMITS.passwordMin })
  return <PasswordField value={value} onChange={onChange} autoComplete="new-password" hint={hint} />
}
