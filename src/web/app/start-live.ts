import { notifyManager } from '@tanstack/react-query'
import type { UserId } from '@shared/ids.ts'
import { applyEvent } from '../lib/apply-event.ts'
import { LiveConnection } from '../lib/live.ts'
import { QueryLiveCache } from '../lib/live-cache.ts'
import { refreshMe } from '../lib/session.ts'
import type { WorkspaceApi } from '../lib/workspace-api.ts'

/** The live connection of a workspace, tied to its cache; it is started by its owner. */
export function startLive(api: WorkspaceApi, me: UserId, after: number) {
  const cache = new QueryLiveCache(api, me)
  const live = new LiveConnection({
    workspaceId: api.workspaceId,
    after,
    since: (seq) => api.client.events.since.query({ after: seq }),
    onEvents: (events) => {
      // One render for the whole batch, however many events it holds.
      notifyManager.batch(() => {
        for (const event of events) applyEvent(event, cache)
      })
      // A fetch that fails is not lost: what it wanted shows with the next fetch of its screen.
      cache.settle().catch(() => void api.queryClient.invalidateQueries({ refetchType: 'active' }))
    },
    onReset: () => void api.queryClient.invalidateQueries(),
    onRevoked: () => {
      void refreshMe()
      void api.queryClient.invalidateQueries({ queryKey: api.trpc.workspace.get.queryKey() })
    },
  })
  return { live, cache }
}
