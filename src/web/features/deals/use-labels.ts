import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { LabelDto } from '@shared/contracts/labels.ts'
import type { LabelId } from '@shared/ids.ts'
import { useApi } from '../../lib/workspace-context.tsx'

/** The labels of the workspace: cards know theirs by id. */
export function useLabels() {
  const { trpc } = useApi()
  const { data } = useQuery(trpc.labels.list.queryOptions())
  return useMemo(() => {
    const byId = new Map<LabelId, LabelDto>((data ?? []).map((label) => [label.id, label]))
    return { all: data ?? [], of: (ids: readonly LabelId[]) => ids.flatMap((id) => byId.get(id) ?? []) }
  }, [data])
}
