import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { frozenOrder } from './frozen-order.ts'
import type { InboxState, InboxWho } from './views.ts'

interface View {
  who: InboxWho
  state: InboxState
  query: string
}

/** What the list asks for; also used to fill the cache ahead. */
export function listInput({ who, state, query }: View) {
  return query ? ({ who: 'all', state: 'open', query } as const) : ({ who, state } as const)
}

/** The rows of a view, page by page. */
export function useRows(view: View) {
  const { trpc } = useApi()
  const result = useInfiniteQuery(
    trpc.conversations.list.infiniteQueryOptions(listInput(view), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  )
  const rows = useMemo(() => result.data?.pages.flatMap((page) => page.items) ?? [], [result.data])
  return { ...result, rows }
}

/** What the cache knows of the open conversation; asks for nothing. */
export function useOpened(number: number | null): ConversationListItem | undefined {
  const { trpc } = useApi()
  const options = trpc.conversations.byNumber.queryOptions({ number: number ?? 0 })
  return useQuery({ ...options, enabled: false }).data
}

/** Holds the order still between `hold` and `release`, so that no row moves under the pointer. */
export function useFrozenRows(
  rows: ConversationListItem[],
  { viewKey, opened }: { viewKey: string; opened: ConversationListItem | undefined },
) {
  const [inside, setInside] = useState(false)
  const [held, setHeld] = useState<{ rows: ConversationListItem[]; viewKey: string } | null>(null)
  // The pointer may be there before the rows are: the order is held from the first that are shown.
  if (inside && rows.length > 0 && held?.viewKey !== viewKey) setHeld({ rows, viewKey })
  const active = held?.viewKey === viewKey ? held : null
  const shown = useMemo(
    () => (active ? frozenOrder(active.rows, rows, opened) : { rows, arrived: 0 }),
    [active, rows, opened],
  )
  const release = () => {
    setInside(false)
    setHeld(null)
  }
  return { ...shown, hold: () => setInside(true), release, refresh: () => setHeld(null) }
}
