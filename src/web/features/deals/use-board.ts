import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import type { Board, Closing, DealCard } from '@shared/contracts/deals.ts'
import type { LabelId, PipelineId, StageId, UserId } from '@shared/ids.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { boardsOf } from './board-cache.ts'

export interface BoardFilter {
  ownerId?: UserId
  labelId?: LabelId
  isStale?: true
  closing?: Closing
  query?: string
}

/** The board of a pipeline, and the way to further cards of a column. */
export function useBoard(pipelineId: PipelineId, filter: BoardFilter) {
  const workspace = useWorkspace()
  const { trpc, client, queryClient } = workspace.api
  // From now on the boards follow what happens.
  boardsOf(workspace)
  const options = trpc.deals.board.queryOptions({ pipelineId, ...filter })
  const query = useQuery({
    ...options,
    placeholderData: keepPreviousData,
    structuralSharing: (known, next) => shareCards(known as Board | undefined, next as Board),
  })
  const loading = useRef(new Set<string>())
  const key = options.queryKey
  const latest = useRef({ key, filter })
  latest.current = { key, filter }

  const loadMore = useCallback(
    async (stageId: StageId, cursor: string) => {
      if (loading.current.has(cursor)) return
      loading.current.add(cursor)
      const { key: into, filter: by } = latest.current
      try {
        const page = await client.deals.column.query({ stageId, cursor, ...by })
        queryClient.setQueryData<Board>(into, (board) => board && withPage(board, { stageId, cursor, page }))
      } finally {
        loading.current.delete(cursor)
      }
    },
    [client, queryClient],
  )
  return { query, loadMore }
}

interface Loaded {
  stageId: StageId
  cursor: string
  page: Pick<Board['columns'][number], 'items' | 'nextCursor'>
}

/** A page that was asked for from a state the column has left meanwhile is of no use. */
function withPage(board: Board, { stageId, cursor, page }: Loaded): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.stageId !== stageId || column.nextCursor !== cursor) return column
      const known = new Set(column.items.map((item) => item.id))
      const fresh = page.items.filter((item) => !known.has(item.id))
      return { ...column, items: [...column.items, ...fresh], nextCursor: page.nextCursor }
    }),
  }
}

/**
 * Cards that say the same stay the same objects, wherever they stand now. Sharing by place, as is usual,
 * would make new ones of all cards below the one that moved, and each would be drawn anew.
 */
function shareCards(known: Board | undefined, next: Board): Board {
  // What stands in while another filter loads is asked for again at each drawing: it must stay itself.
  if (!known || known === next) return next
  const cards = new Map(known.columns.flatMap(({ items }) => items.map((card) => [card.id, card])))
  const share = (card: DealCard): DealCard => {
    const before = cards.get(card.id)
    return before && (before === card || JSON.stringify(before) === JSON.stringify(card)) ? before : card
  }
  return {
    ...next,
    columns: next.columns.map((column) => ({ ...column, items: column.items.map(share) })),
  }
}
