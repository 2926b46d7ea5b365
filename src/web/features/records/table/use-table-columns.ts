import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { FilterEntity } from '@shared/filters/index.ts'
import { useLanguage } from '../../../i18n/provider.tsx'
import { useNow } from '../../../lib/hooks.ts'
import { useApi, useCan, useWorkspace } from '../../../lib/workspace-context.tsx'
import { useMembers } from '../../inbox/use-members.ts'
import { columnsOf, type ColumnContext } from './columns.tsx'
import type { TableEntity } from '../../../lib/table-rows.ts'

/** How values are shown and read, for the person who looks. */
export function useColumnContext(entity: FilterEntity): ColumnContext {
  const { t, locale, format } = useLanguage()
  const { trpc } = useApi()
  const { detail } = useWorkspace()
  const can = useCan()
  const now = useNow()
  const members = useMembers()
  const fields = useQuery(trpc.fields.list.queryOptions({ entity }))
  const labels = useQuery(trpc.labels.list.queryOptions())
  const canEdit = can(entity === 'deal' ? 'deals.update' : 'contacts.update')
  return useMemo(
    () => ({
      t,
      locale,
      format,
      now,
      slug: detail.slug,
      currency: detail.currency,
      members: members.items,
      memberName: (id: string) => members.nameOf(id as Parameters<typeof members.nameOf>[0]),
      fields: fields.data ?? [],
      labels: labels.data ?? [],
      canEdit,
    }),
    [t, locale, format, now, detail, members, fields.data, labels.data, canEdit],
  )
}

/** All columns of a table, with the context they were made from. */
export function useTableColumns(entity: TableEntity) {
  const context = useColumnContext(entity)
  const all = useMemo(() => columnsOf(entity, context), [entity, context])
  return { context, all }
}
