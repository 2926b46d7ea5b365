import { useQuery } from '@tanstack/react-query'
import type { FieldDto } from '@shared/contracts/fields.ts'
import type { LabelDto } from '@shared/contracts/labels.ts'
import { CUSTOM_PREFIX, type FilterCondition } from '@shared/filters/index.ts'
import { LIFECYCLES } from '@shared/records.ts'
import { useT } from '../../../i18n/provider.tsx'
import { useApi } from '../../../lib/workspace-context.tsx'
import { useMembers } from '../../inbox/use-members.ts'
import { LIFECYCLE_NAMES } from './columns.tsx'

export interface Choice {
  value: string
  label: string
  /** A person: shown with a face. */
  isPerson?: boolean
  /** A label: shown in its hue. */
  hue?: LabelDto['color']
}

/** The values that fields of choice offer; null where any word may be typed. */
export function useChoices(fields: readonly FieldDto[], used: readonly FilterCondition[]) {
  const t = useT()
  const { trpc } = useApi()
  const members = useMembers()
  const labels = useQuery(trpc.labels.list.queryOptions())
  const companies = useCompanies(used)
  const people: Choice[] = [
    { value: 'me', label: t('filter.me') },
    ...members.items.map(({ userId, name }) => ({ value: userId, label: name, isPerson: true })),
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
        return (labels.data ?? []).map(({ id, name, color }) => ({ value: id, label: name, hue: color }))
      case 'company':
        return companies
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

/** Companies that the filter names, and the first hundred; others are found by their words. */
function useCompanies(used: readonly FilterCondition[]): Choice[] {
  const { trpc } = useApi()
  const ids = used.flatMap(({ field, values }) => (field === 'company' ? values : []))
  const named = useQuery({
    ...trpc.tables.companiesByIds.queryOptions({ ids: ids.slice(0, 100) }),
    enabled: ids.length > 0,
  })
  const first = useQuery(trpc.companies.list.queryOptions({ limit: 100 }))
  const all = [...(ids.length > 0 ? (named.data ?? []) : []), ...(first.data?.items ?? [])]
  const byId = new Map(all.map(({ id, name }) => [id, { value: id, label: name }]))
  return [...byId.values()]
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
