import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { RecordRef } from '@shared/records.ts'
import { useApi } from '../../lib/workspace-context.tsx'

const route = getRouteApi('/w/$slug')

/** Where a record is shown; undefined until its number is known, or for none. */
export function useRecordHref(record: RecordRef | null): string | undefined {
  const { slug } = route.useParams()
  const { trpc } = useApi()
  const isDeal = record?.entity === 'deal'
  const isConversation = record?.entity === 'conversation'
  const id = record?.recordId ?? ''
  const deal = useQuery({ ...trpc.deals.get.queryOptions({ id }), enabled: isDeal })
  const conversation = useQuery({
    ...trpc.conversations.get.queryOptions({ id }),
    enabled: isConversation,
  })
  switch (record?.entity) {
    case 'contact':
      return `/w/${slug}/contacts/${id}`
    case 'company':
      return `/w/${slug}/companies/${id}`
    case 'deal':
      return deal.data && `/w/${slug}/deals/d/${deal.data.number}`
    case 'conversation':
      return conversation.data && `/w/${slug}/inbox/all/c/${conversation.data.number}`
    default:
      return undefined
  }
}
