import { useState, type FormEvent } from 'react'
import type { CompanyDto } from '@shared/contracts/companies.ts'
import { LIMITS } from '@shared/limits.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'

export function CreateCompany({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (company: CompanyDto) => void
}) {
  const t = useT()
  const { client, queryClient } = useApi()
  const [name, setName] = useState('')
  const [domain, setDomain] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const made = await client.companies.create.mutate({
        name: name.trim(),
        ...(domain.trim() ? { domain: domain.trim() } : {}),
      })
      await queryClient.invalidateQueries({ queryKey: [['tables', 'company']] })
      onMade(made)
    } catch (thrown) {
      setError(errorText(t, toAppError(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('companies.create')}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4" data-testid="companies.form">
        <Field label={t('companies.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              dir="auto"
              maxLength={LIMITS.name}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('companies.domain')} hint={t('companies.domainHint')} error={error ?? undefined}>
          {(control) => (
            <Input
              {...control}
              maxLength={190}
              value={domain}
              onChange={(event) => setDomain(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={busy} className="w-full">
          {t('companies.create')}
        </Button>
      </form>
    </Dialog>
  )
}
