import { useState } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { signIn } from '../../lib/session.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormError } from './form-error.tsx'
import { PasswordField } from './password-field.tsx'
import { useSubmit } from './use-submit.ts'

interface Props {
  initialEmail?: string
  onDone: () => void | Promise<void>
}

/** Wrong credentials get one neutral message, and the address stays. */
export function SignInForm({ initialEmail = '', onDone }: Props) {
  const t = useT()
  const [email, setEmail] = useState(initialEmail)
  const [password, setPassword] = useState('')
  const { busy, error, waitSeconds, submit } = useSubmit(async () => {
    await signIn({ email, password })
    await onDone()
  })
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormError error={error} waitSeconds={waitSeconds} />
      <Field label={t('auth.email')}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            required
            autoFocus={!initialEmail}
            autoComplete="username"
            inputMode="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <PasswordField value={password} onChange={setPassword} autoComplete="current-password" />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="mt-1"
        busy={busy}
        disabled={waitSeconds > 0}
      >
        {t('auth.signIn')}
      </Button>
    </form>
  )
}
