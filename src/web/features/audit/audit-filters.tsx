import { X } from 'lucide-react'
import type { AuditSearch } from '../../app/search.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { DateInput } from '../../ui/date-input.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { AUDITED_ENTITIES } from './audit-words.ts'

interface Props {
  filter: AuditSearch
  onChange: (filter: AuditSearch) => void
}

export function AuditFilters({ filter, onChange }: Props) {
  const t = useT()
  const members = useMembers()
  const set = (name: keyof AuditSearch, value: string) => {
    const { [name]: _was, ...rest } = filter
    onChange(value ? { ...rest, [name]: value } : rest)
  }
  return (
    <div className="mb-5 grid grid-cols-2 gap-3 md:grid-cols-[1fr_1fr_150px_150px_auto] md:items-end">
      <Field label={t('audit.actor')}>
        {(control) => (
          <Select
            {...control}
            value={filter.actorId ?? ''}
            onChange={(event) => set('actorId', event.target.value)}
          >
            <option value="">{t('audit.anyone')}</option>
            {members.items.map((member) => (
              <option key={member.userId} value={member.userId}>
                {member.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('audit.entity')}>
        {(control) => (
          <Select
            {...control}
            value={filter.entity ?? ''}
            onChange={(event) => set('entity', event.target.value)}
          >
            <option value="">{t('audit.anything')}</option>
            {AUDITED_ENTITIES.map((entity) => (
              <option key={entity} value={entity}>
                {t(`entity.${entity}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(`audit.${end}`)}>
          {(control) => (
            <DateInput {...control} value={filter[end] ?? ''} onChange={(day) => set(end, day)} />
          )}
        </Field>
      ))}
      {Object.keys(filter).length > 0 && (
        <Button className="h-[38px]" variant="quiet" onClick={() => onChange({})}>
          <X aria-hidden /> {t('audit.clear')}
        </Button>
      )}
    </div>
  )
}
