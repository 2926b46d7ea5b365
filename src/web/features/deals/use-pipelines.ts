import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { StageDto } from '@shared/contracts/pipelines.ts'
import type { StageId } from '@shared/ids.ts'
import { useApi } from '../../lib/workspace-context.tsx'

/** The pipelines of the workspace with their stages, and the reasons for losing. */
export function usePipelines() {
  const { trpc } = useApi()
  const query = useQuery(trpc.pipelines.list.queryOptions({}))
  const { data } = query
  const stages = useMemo(() => {
    const all = data?.items.flatMap((pipeline) => pipeline.stages) ?? []
    return new Map<StageId, StageDto>(all.map((stage) => [stage.id, stage]))
  }, [data])
  return {
    query,
    pipelines: data?.items ?? [],
    lostReasons: data?.lostReasons ?? [],
    stageOf: (id: StageId) => stages.get(id),
  }
}
