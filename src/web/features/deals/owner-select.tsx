import type { UserId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { Select } from '../../ui/field.tsx'
import { useMembers } from '../inbox/use-members.ts'

interface Props {
  value: UserId | null
  onChange: (owner: UserId | null) => void
  id?: string
  label?: string
}

export function OwnerSelect({ value, onChange, id, label }: Props) {
  const t = useT()
  const { items } = useMembers()
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      value={value ?? ''}
      onChange={(event) => onChange((event.target.value || null) as UserId | null)}
    >
      <option value="">{t('deals.nobody')}</option>
      {items.map((member) => (
        <option key={member.userId} value={member.userId}>
          {member.name}
        </option>
      ))}
    </Select>
  )
}
