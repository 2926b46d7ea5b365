import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ConversationId } from '@shared/ids.ts'
import { useStore } from '../../lib/store.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { mergeOutbox } from './thread-entries.ts'

/** The thread of a conversation, oldest first, with what still waits on this device at its end. */
export function useThread(conversationId: ConversationId) {
  const { api, outbox } = useWorkspace()
  const waiting = useStore(outbox.items)
  const result = useInfiniteQuery(
    api.trpc.messages.page.infiniteQueryOptions(
      { conversationId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  )
  const messages = useMemo(() => {
    const newestFirst = result.data?.pages.flatMap((page) => page.items) ?? []
    return mergeOutbox(
      newestFirst,
      waiting.filter((item) => item.conversationId === conversationId),
    )
  }, [result.data, waiting, conversationId])
  return { ...result, messages }
}
