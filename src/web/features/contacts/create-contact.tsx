import { useState, type FormEvent } from 'react'
import type { ContactDto } from '@shared/contracts/contacts.ts'
import { LIMITS } from '@shared/limits.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { AddressError } from './addresses.tsx'

/** A new person: a name, and how to reach them if that is known. */
export function CreateContact({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (contact: ContactDto) => void
}) {
  const t = useT()
  const { client, queryClient } = useApi()
  const [form, setForm] = useState({ name: '', phone: '', email: '' })
  const [error, setError] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<typeof form>) => setForm((known) => ({ ...known, ...change }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const made = await client.contacts.create.mutate({
        name: form.name.trim(),
        ...(form.phone.trim() ? { phones: [{ value: form.phone.trim() }] } : {}),
        ...(form.email.trim() ? { emails: [{ value: form.email.trim() }] } : {}),
      })
      await queryClient.invalidateQueries({ queryKey: [['tables', 'contact']] })
      onMade(made)
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('contacts.create')}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4" data-testid="contacts.form">
        <Field label={t('contacts.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              dir="auto"
              maxLength={LIMITS.name}
              value={form.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('contacts.phone')} hint={t('contacts.phoneHint')}>
          {(control) => (
            <Input
              {...control}
              type="tel"
              maxLength={40}
              value={form.phone}
              onChange={(event) => set({ phone: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('contacts.email')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              maxLength={LIMITS.email}
              value={form.email}
              onChange={(event) => set({ email: event.target.value })}
            />
          )}
        </Field>
        {error && <AddressError error={error} />}
        <Button type="submit" variant="primary" busy={busy} className="w-full">
          {t('contacts.create')}
        </Button>
      </form>
    </Dialog>
  )
}
