import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { WorkspaceSummary } from '@shared/contracts/accounts.ts'
import type { WorkspaceId } from '@shared/ids.ts'
import type { AppRouter } from '../../server/api/trpc/router.ts'
import { isPassing, toAppError } from './errors.ts'
import { sessionExpired } from './session.ts'
import { createClient, type Client } from './trpc.ts'

/** Everything that talks to one workspace. Its cache is its own, so nothing leaks when switching. */
export interface WorkspaceApi {
  workspaceId: WorkspaceId
  client: Client
  queryClient: QueryClient
  trpc: TRPCOptionsProxy<AppRouter>
}

const MAX_RETRIES = 2
/** Live events keep the cache fresh; a fetch is repeated only when they could not. */
const STALE_MS = 5 * 60_000

const made = new Map<WorkspaceId, WorkspaceApi>()

/** The api of a workspace; made once per tab, so that switching back shows what was cached. */
export function workspaceApi({ id }: WorkspaceSummary): WorkspaceApi {
  let api = made.get(id)
  if (!api) made.set(id, (api = makeApi(id)))
  return api
}

/** Forgets every cache: another person may sign in on this device. */
export function forgetWorkspaces(): void {
  for (const { queryClient } of made.values()) queryClient.clear()
  made.clear()
}

function makeApi(workspaceId: WorkspaceId): WorkspaceApi {
  const client = createClient(workspaceId)
  const queryClient = createQueryClient()
  return {
    workspaceId,
    client,
    queryClient,
    trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }),
  }
}

function createQueryClient(): QueryClient {
  const noticeExpiry = (thrown: unknown) => {
    if (toAppError(thrown).code === 'UNAUTHENTICATED') sessionExpired.set(true)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticeExpiry }),
    mutationCache: new MutationCache({ onError: noticeExpiry }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // Tried even when the browser says offline: it is often wrong, and our own bar says what is true.
        networkMode: 'always',
        retry: (failures, thrown) => failures < MAX_RETRIES && isPassing(toAppError(thrown)),
      },
      mutations: { networkMode: 'always' },
    },
  })
}
