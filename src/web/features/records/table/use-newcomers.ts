import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import {
  newcomersKey,
  prependRows,
  tableKey,
  type TableEntity,
  type TableRow,
} from '../../../lib/table-rows.ts'
import { useWorkspace } from '../../../lib/workspace-context.tsx'
import { DEFAULT_SORT, type useTable } from './use-table.ts'

const NONE: readonly TableRow[] = []

/**
 * Records that others made since the table was read. The newest first, they take their place where the person
 * looks at its beginning; otherwise they wait until asked for, so that nothing moves under the eyes.
 * @param isAtStart whether the table is scrolled to its beginning
 */
export function useNewcomers(
  entity: TableEntity,
  table: ReturnType<typeof useTable>,
  isAtStart: () => boolean,
): { count: number; show: () => void } {
  const { api } = useWorkspace()
  const { queryClient } = api
  const { input, rows } = table
  const key = newcomersKey(entity, input)
  const { data = NONE } = useQuery<readonly TableRow[]>({ queryKey: key, queryFn: skipToken })
  const fresh = useMemo(() => {
    const shown = new Set<string>(rows.map(({ id }) => id))
    return data.filter(({ id }) => !shown.has(id))
  }, [data, rows])
  const isNewestFirst = input.sort === DEFAULT_SORT
  const show = () => {
    queryClient.setQueryData(key, NONE)
    if (isNewestFirst) prependRows(api, tableKey(entity, input), fresh)
    else void queryClient.resetQueries({ queryKey: tableKey(entity, input) })
  }
  useEffect(() => {
    if (fresh.length > 0 && isNewestFirst && isAtStart()) show()
  })
  return { count: fresh.length, show }
}
