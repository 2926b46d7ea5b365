import { COUNTRIES, countryOf } from '@shared/countries.ts'
import { LIMITS } from '@shared/limits.ts'
import { LOCALE_NAMES } from '../../i18n/locale.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'

export interface WorkspaceDraft {
  name: string
  country: string
}

interface Props {
  draft: WorkspaceDraft
  onChange: (draft: WorkspaceDraft) => void
}

export function WorkspaceStep({ draft, onChange }: Props) {
  const { t, format, locale } = useLanguage()
  const named = COUNTRIES.map(({ code }) => ({ code, name: format.region(code) }))
  const sorted = named.sort((a, b) => a.name.localeCompare(b.name, locale))
  return (
    <>
      <Field label={t('auth.workspaceName')} hint={t('auth.workspaceNameHint')}>
        {(control) => (
          <Input
            {...control}
            name="workspaceName"
            required
            autoFocus
            maxLength={LIMITS.name}
            autoComplete="organization"
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('auth.country')}>
        {(control) => (
          <Select
            {...control}
            name="country"
            autoComplete="country"
            value={draft.country}
            onChange={(event) => onChange({ ...draft, country: event.target.value })}
          >
            {sorted.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <CountrySets code={draft.country} />
    </>
  )
}

/** What the country decides is said before, not found out after. */
function CountrySets({ code }: { code: string }) {
  const { t } = useLanguage()
  const country = countryOf(code)
  if (!country) return null
  const facts = [
    [t('auth.setsCurrency'), country.currency],
    [t('auth.setsZone'), country.timeZone.split('/').at(-1)?.replaceAll('_', ' ')],
    [t('auth.setsPhone'), `+${country.phoneCode}`],
    [t('auth.setsLanguage'), LOCALE_NAMES[country.locale]],
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 rounded-[10px] bg-surface-2 px-3.5 py-3 text-small">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-micro text-text-3">{name}</dt>
          <dd className="truncate font-[550]">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
