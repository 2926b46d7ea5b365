import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { LabelId } from '@shared/ids.ts'
import { COUNTRIES } from '@shared/countries.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { Field, Select } from '../../ui/field.tsx'
import type { Rules } from './rules.ts'

interface Props {
  rules: Rules
  onChange: (rules: Rules) => void
}

/** How rows meet contacts that exist, how phones and dates are read, and what all of them get. */
export function RulesForm({ rules, onChange }: Props) {
  const { t } = useLanguage()
  const set = (change: Partial<Rules>) => onChange({ ...rules, ...change })
  return (
    <section className="space-y-4">
      <h2 className="text-heading font-[650]">{t('imports.rules')}</h2>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('imports.onMatch')} hint={t('imports.onMatchHint')}>
          {(control) => (
            <Select
              {...control}
              value={rules.onMatch}
              onChange={(event) => set({ onMatch: event.target.value as Rules['onMatch'] })}
            >
              <option value="update">{t('imports.onMatch.update')}</option>
              <option value="skip">{t('imports.onMatch.skip')}</option>
              <option value="create">{t('imports.onMatch.create')}</option>
            </Select>
          )}
        </Field>
        <LabelAll rules={rules} set={set} />
        <PhoneCountry rules={rules} set={set} />
        <Field label={t('imports.dateOrder')}>
          {(control) => (
            <Select
              {...control}
              value={rules.dateOrder}
              onChange={(event) => set({ dateOrder: event.target.value as Rules['dateOrder'] })}
            >
              <option value="dmy">{t('imports.dmy')}</option>
              <option value="mdy">{t('imports.mdy')}</option>
            </Select>
          )}
        </Field>
      </div>
      <Consent rules={rules} set={set} />
    </section>
  )
}

interface PartProps {
  rules: Rules
  set: (change: Partial<Rules>) => void
}

function LabelAll({ rules, set }: PartProps) {
  const { t } = useLanguage()
  const { trpc } = useApi()
  const labels = useQuery(trpc.labels.list.queryOptions())
  return (
    <Field label={t('imports.labelAll')}>
      {(control) => (
        <Select
          {...control}
          value={rules.labelIds[0] ?? ''}
          onChange={(event) => set({ labelIds: event.target.value ? [event.target.value as LabelId] : [] })}
        >
          <option value="">{t('imports.labelNone')}</option>
          {(labels.data ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function PhoneCountry({ rules, set }: PartProps) {
  const { t, locale } = useLanguage()
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return (
    <Field label={t('imports.country')}>
      {(control) => (
        <Select
          {...control}
          value={rules.phoneCode ?? ''}
          onChange={(event) => set({ phoneCode: event.target.value || undefined })}
        >
          <option value="">{t('imports.countryOwn')}</option>
          {COUNTRIES.map(({ code, phoneCode }) => (
            <option key={code} value={phoneCode}>
              {`${names.of(code) ?? code} (+${phoneCode})`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function Consent({ rules, set }: PartProps) {
  const { t } = useLanguage()
  const id = useId()
  return (
    <div className="flex items-start gap-3 text-small">
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-4 accent-(--brand)"
        checked={rules.consent !== null}
        onChange={(event) =>
          set({ consent: event.target.checked ? { channelKind: 'any', purpose: 'marketing' } : null })
        }
      />
      <div>
        <label htmlFor={id} className="block font-[550]">
          {t('imports.consent')}
        </label>
        <p id={`${id}-hint`} className="text-text-3">
          {t('imports.consentHint')}
        </p>
      </div>
    </div>
  )
}
