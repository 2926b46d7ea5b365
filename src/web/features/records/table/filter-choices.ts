import { useQuery } from '@tanstack/react-query'
import type { FieldDto } from '@shared/contracts/fields.ts'
import { CUSTOM_PREFIX } from '@shared/filters/index.ts'
import { LIFECYCLES } from '@shared/records.ts'
import { useT } from '../../../i18n/provider.tsx'
import { useApi } from '../../../lib/workspace-context.tsx'
import { useMembers } from '../../inbox/use-members.ts'
import { LIFECYCLE_NAMES } from './columns.tsx'

export interface Choice {
  value: string
  label: string
}

/** The values that fields of choice offer; null where any word may be typed. */
export function useChoices(fields: readonly FieldDto[]) {
  const t = useT()
  const { trpc } = useApi()
  const members = useMembers()
  const labels = useQuery(trpc.labels.list.queryOptions())
  const companies = useQuery(trpc.companies.list.queryOptions({ limit: 100 }))
  const people: Choice[] = [
    { value: 'me', label: t('filter.me') },
    ...members.items.map(({ userId, name }) => ({ value: userId, label: name })),
  ]
  const yesNo: Choice[] = [
    { value: 'yes', label: t('field.yes') },
    { value: 'no', label: t('field.no') },
  ]
  const choicesOf = (key: string): Choice[] | null => {
    switch (key) {
      case 'owner':
        return people
      case 'lifecycle':
        return LIFECYCLES.map((value) => ({ value, label: t(LIFECYCLE_NAMES[value]) }))
      case 'label':
        return (labels.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
      case 'company':
        return (companies.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
      case 'hasOpenDeal':
      case 'hasOverdueTask':
        return yesNo
      default:
        return customChoices(
          fields.find((field) => `${CUSTOM_PREFIX}${field.key}` === key),
          { people, yesNo },
        )
    }
  }
  const nameOf = (key: string, value: string) =>
    choicesOf(key)?.find((choice) => choice.value === value)?.label ?? value
  return { choicesOf, nameOf }
}

function customChoices(
  field: FieldDto | undefined,
  { people, yesNo }: { people: Choice[]; yesNo: Choice[] },
): Choice[] | null {
  if (field?.type === 'member') return people
  if (field?.type === 'boolean') return yesNo
  if (field?.type !== 'select' && field?.type !== 'multi_select') return null
  return field.options.map(({ key, label }) => ({ value: key, label }))
}
