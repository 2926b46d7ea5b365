import { useState } from 'react'
import { LIMITS } from '@shared/limits.ts'
import { useT } from '../../i18n/provider.tsx'
import { Field, SecretInput } from '../../ui/field.tsx'

interface Props {
  value: string
  onChange: (value: string) => void
  autoComplete: 'current-password' | 'new-password'
  hint?: string
  error?: string
}

export function PasswordField({ value, onChange, autoComplete, hint, error }: Props) {
  const t = useT()
  const [capsLock, setCapsLock] = useState(false)
  return (
    <Field label={t('auth.password')} hint={capsLock ? t('auth.capsLock') : hint} error={error}>
      {(control) => (
        <SecretInput
          {...control}
          name="password"
          required
          minLength={autoComplete === 'new-password' ? LIMITS.passwordMin : undefined}
          maxLength={LIMITS.passwordMax}
          value={value}
          autoComplete={autoComplete}
          showLabel={t('auth.showPassword')}
          hideLabel={t('auth.hidePassword')}
          onChange={(event) => onChange(event.target.value)}
          onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
        />
      )}
    </Field>
  )
}
