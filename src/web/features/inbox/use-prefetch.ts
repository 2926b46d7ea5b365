import { useCallback, useRef } from 'react'
import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import type { WorkspaceApi } from '../../lib/workspace-api.ts'

const INTENT_MS = 80

/** Fills the cache with a conversation that is likely to be opened next. */
export function prefetchConversation(
  { queryClient, trpc }: WorkspaceApi,
  row: Pick<ConversationListItem, 'id' | 'number'>,
): void {
  void queryClient.prefetchQuery(trpc.conversations.byNumber.queryOptions({ number: row.number }))
  void queryClient.prefetchInfiniteQuery(
    trpc.messages.page.infiniteQueryOptions(
      { conversationId: row.id },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  )
}

/** Fetches what the pointer rests on, so that it opens at once. */
export function usePrefetch(): (row: ConversationListItem) => void {
  const api = useApi()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return useCallback(
    (row) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => prefetchConversation(api, row), INTENT_MS)
    },
    [api],
  )
}
