import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import type { TableAnswer, TableOrder } from '@shared/contracts/lists.ts'
import { CUSTOM_PREFIX, sortsOf } from '@shared/filters/index.ts'
import { useApi } from '../../../lib/workspace-context.tsx'
import { tableKey, type TableEntity, type TableRow } from '../../../lib/table-rows.ts'

const PAGE = 100

export interface TableQuery {
  filter: string
  sort: TableOrder
  q: string
}

export const DEFAULT_SORT = '-createdAt'

/**
 * An order that the server knows; what an address says otherwise is the newest first. Whether a custom field
 * can be sorted by is known when the fields are.
 */
export function orderOf(
  entity: TableEntity,
  text: string | undefined,
  fields: readonly FieldDto[] | undefined,
): TableOrder {
  const by = text?.replace(/^-/, '') ?? ''
  const isKnown = sortsOf(entity, fields ?? []).has(by) || (!fields && by.startsWith(CUSTOM_PREFIX))
  return text !== undefined && isKnown ? text : DEFAULT_SORT
}

/** The rows of a table, read on as they are scrolled to; live changes patch them in place. */
export function useTable<E extends TableEntity>(entity: E, query: TableQuery) {
  const { client } = useApi()
  const input = {
    ...(query.filter ? { filter: query.filter } : {}),
    ...(query.q ? { q: query.q } : {}),
    sort: query.sort,
    limit: PAGE,
  }
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, refetch } =
    useInfiniteQuery({
      queryKey: tableKey(entity, input),
      queryFn: ({ pageParam, signal }) =>
        readPage(entity, { client, signal, input: { ...input, ...pageParam } }),
      initialPageParam: {},
      getNextPageParam: (page) => (page.nextCursor === null ? undefined : { cursor: page.nextCursor }),
      placeholderData: keepPreviousData,
    })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  // A page may be short where few records match: the server reads a bounded part of the table per call.
  useEffect(() => {
    if (rows.length < PAGE / 2) more()
  }, [rows.length, more])
  return {
    input,
    rows: rows as TableRow<E>[],
    total: data?.pages[0]?.total ?? null,
    isLoading: !data,
    isRefining: isPlaceholderData,
    isComplete: data !== undefined && !hasNextPage,
    error,
    more,
    refetch,
  }
}

type Reader = ReturnType<typeof useApi>['client']

function readPage(
  entity: TableEntity,
  {
    client,
    signal,
    input,
  }: { client: Reader; signal: AbortSignal; input: Parameters<Reader['tables']['contacts']['query']>[0] },
): Promise<TableAnswer<TableRow>> {
  return entity === 'contact'
    ? client.tables.contacts.query(input, { signal })
    : client.tables.companies.query(input, { signal })
}
