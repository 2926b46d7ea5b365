import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { UserId } from '@shared/ids.ts'
import { useApi } from '../../lib/workspace-context.tsx'

/** The members of the workspace, and their names by id. */
export function useMembers() {
  const { trpc } = useApi()
  const { data } = useQuery(trpc.members.list.queryOptions())
  return useMemo(() => {
    const items = data?.items ?? []
    const names = new Map(items.map((member) => [member.userId, member.name]))
    return { items, nameOf: (id: UserId) => names.get(id) }
  }, [data])
}
