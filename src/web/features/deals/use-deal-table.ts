import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { DealCard, DealState, ListDeals } from '@shared/contracts/deals.ts'
import type { Page } from '@shared/contracts/z.ts'
import type { DealId } from '@shared/ids.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'

type Pages = InfiniteData<Page<DealCard>>
export type TableInput = Omit<ListDeals, 'cursor' | 'direction' | 'limit' | 'status'> &
  Partial<Pick<ListDeals, 'status'>>

/** Every table of deals, whatever it asks for. */
const TABLES = [['deals', 'table']] as const
/** A burst of changes asks for the order anew once. */
const REFRESH_EVERY_MS = 1_000
const PAGE = 50

/** The rows of a list of deals, read on as they are scrolled to; changes are put in place by id. */
export function useDealTable(input: TableInput) {
  const { client } = useWorkspace().api
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...TABLES, input] as const,
    queryFn: ({ pageParam, signal }) =>
      client.deals.list.query({ ...input, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: {},
    getNextPageParam: (page) => (page.nextCursor === null ? undefined : { cursor: page.nextCursor }),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  return { rows, isLoading: !data, isComplete: data !== undefined && !hasNextPage, error, more, refetch }
}

/**
 * Keeps all tables of a screen live: a row shows its newest state at once; which rows there are, and in
 * which order, the server is asked.
 */
export function useLiveTables(): void {
  const { api, cache } = useWorkspace()
  useEffect(() => {
    const { queryClient } = api
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void queryClient.invalidateQueries({ queryKey: TABLES })
      }, REFRESH_EVERY_MS)
    }
    const tell = (id: DealId, deal: DealState | null) => {
      patchRows(queryClient, id, deal)
      refresh()
    }
    cache.deals.watchers.add(tell)
    return () => {
      clearTimeout(timer)
      cache.deals.watchers.delete(tell)
    }
  }, [api, cache])
}

type Client = ReturnType<typeof useWorkspace>['api']['queryClient']

/** Shows a change in every table; null takes the row out. An older state than the shown one is left. */
export function patchRows(queryClient: Client, id: DealId, deal: Partial<DealCard> | null): void {
  queryClient.setQueriesData<Pages>({ queryKey: TABLES }, (data) => {
    const isKnown = data?.pages.some((page) => page.items.some((row) => row.id === id))
    if (!data || !isKnown) return data
    const next = (row: DealCard): DealCard | [] => {
      if (row.id !== id) return row
      if (deal === null) return []
      return deal.version !== undefined && deal.version < row.version ? row : { ...row, ...deal }
    }
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap(next) })) }
  })
}

/** Puts a deal where its new day belongs among the tables of months, before the server has said so. */
export async function placeRow(
  queryClient: Client,
  id: DealId,
  expectedCloseOn: string | null,
): Promise<void> {
  // What is being read would bring it back to where it was.
  await queryClient.cancelQueries({ queryKey: TABLES })
  const tables = queryClient.getQueriesData<Pages>({ queryKey: TABLES })
  const row = tables.flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? []).find(isIt)
  function isIt(deal: DealCard): boolean {
    return deal.id === id
  }
  if (!row) return
  const moved = { ...row, expectedCloseOn }
  for (const [key, data] of tables) {
    const input = key[1] as TableInput | undefined
    if (!data || !input) continue
    const pages = data.pages.map((page, index) => {
      const others = page.items.filter((deal) => !isIt(deal))
      return {
        ...page,
        items: index === 0 && holds(input, expectedCloseOn) ? byDay([...others, moved]) : others,
      }
    })
    queryClient.setQueryData<Pages>(key, { ...data, pages })
  }
}

function holds({ closing, closesFrom, closesTo }: TableInput, day: string | null): boolean {
  if (day === null) return closing === 'undated' || (!closesFrom && !closesTo && !closing)
  if (closing === 'undated') return false
  return (!closesFrom || day >= closesFrom) && (!closesTo || day <= closesTo)
}

const byDay = (deals: DealCard[]): DealCard[] =>
  deals.toSorted((a, b) => ((a.expectedCloseOn ?? '') < (b.expectedCloseOn ?? '') ? -1 : 1))
