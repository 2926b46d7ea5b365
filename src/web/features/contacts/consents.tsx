import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { AddConsent } from '@shared/contracts/contacts.ts'
import type { ContactId } from '@shared/ids.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../ui/popover.tsx'
import { FactSection } from '../records/facts.tsx'

type Channel = AddConsent['channelKind']

const CHANNEL_NAMES: Record<Channel, PlainKey> = {
  any: 'consents.any',
  whatsapp: 'consents.whatsapp',
  email: 'consents.email',
  sms: 'consents.sms',
  phone: 'consents.phone',
}

/** What the person allowed, per channel and purpose, with where and when. */
export function Consents({ contactId }: { contactId: ContactId }) {
  const { t, format } = useLanguage()
  const can = useCan()
  const { trpc } = useApi()
  const { data } = useQuery(trpc.contacts.consents.queryOptions({ id: contactId }))
  return (
    <FactSection title={t('consents.title')}>
      <ul className="space-y-1.5">
        {data?.current.map((consent) => (
          <li key={consent.id} className="text-small">
            <span className="flex flex-wrap items-center gap-1.5">
              <Badge tone={consent.state === 'granted' ? 'success' : 'danger'}>
                {t(consent.state === 'granted' ? 'consents.granted' : 'consents.withdrawn')}
              </Badge>
              {consent.purpose} · {channelName(consent.channelKind, t)}
            </span>
            <span className="block text-micro text-text-3">
              {consent.source} · {format.dateTime(new Date(consent.at))}
            </span>
          </li>
        ))}
        {data?.current.length === 0 && <li className="text-small text-text-3">{t('consents.none')}</li>}
      </ul>
      {can('contacts.update') && <AddConsentForm contactId={contactId} />}
    </FactSection>
  )
}

const channelName = (kind: string, t: (key: PlainKey) => string) => {
  const name = (CHANNEL_NAMES as Record<string, PlainKey | undefined>)[kind]
  return name ? t(name) : kind
}

function AddConsentForm({ contactId }: { contactId: ContactId }) {
  const { t } = useLanguage()
  const { client, queryClient, trpc } = useApi()
  const [isOpen, setOpen] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    try {
      await client.contacts.addConsent.mutate({
        id: contactId,
        channelKind: text('channel') as Channel,
        purpose: text('purpose'),
        state: text('state') as AddConsent['state'],
        source: text('source'),
      })
      await queryClient.invalidateQueries({ queryKey: trpc.contacts.consents.pathKey() })
      setOpen(false)
      setError(null)
    } catch (thrown) {
      setError(errorText(t, toAppError(thrown)))
    }
  }
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="quiet" className="mt-1">
          {t('consents.add')}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('consents.add')}>
        <form onSubmit={(event) => void submit(event)} className="space-y-3">
          <Field label={t('consents.state')}>
            {(control) => (
              <Select {...control} name="state">
                <option value="granted">{t('consents.granted')}</option>
                <option value="withdrawn">{t('consents.withdrawn')}</option>
              </Select>
            )}
          </Field>
          <Field label={t('consents.channel')}>
            {(control) => (
              <Select {...control} name="channel">
                {Object.entries(CHANNEL_NAMES).map(([kind, name]) => (
                  <option key={kind} value={kind}>
                    {t(name)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('consents.purpose')}>
            {(control) => (
              <Input
                {...control}
                name="purpose"
                required
                defaultValue="marketing"
                pattern="[a-z][a-z0-9_\-]{0,31}"
              />
            )}
          </Field>
          <Field label={t('consents.source')} hint={t('consents.sourceHint')}>
            {(control) => <Input {...control} name="source" required maxLength={60} />}
          </Field>
          {error && (
            <p role="alert" className="text-micro text-danger-text">
              {error}
            </p>
          )}
          <Button type="submit" variant="primary" className="w-full">
            {t('common.save')}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}
