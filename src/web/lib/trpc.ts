import { createTRPCClient, httpBatchLink, type TRPCClient, type TRPCLink } from '@trpc/client'
import type { WorkspaceId } from '@shared/ids.ts'
import type { AppRouter } from '../../server/api/trpc/router.ts'

export type Client = TRPCClient<AppRouter>

const URL = '/trpc'
const MAX_BATCH = 10

/**
 * Calls of one workspace. The workspace travels in each request and not in
 * the session, so that two tabs may be in two workspaces.
 */
export function createClient(workspaceId: WorkspaceId): Client {
  return createTRPCClient<AppRouter>({
    links: [
      withoutDirection,
      httpBatchLink({ url: URL, headers: crmHeaders(workspaceId), maxItems: MAX_BATCH }),
    ],
  })
}

/**
 * Infinite queries say which way they read, besides the cursor. Our procedures read one way only and
 * refuse what they don't know, so the word is dropped here.
 */
const withoutDirection: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    const { direction: _, ...input } = (op.input ?? {}) as Record<string, unknown>
    return next(op.input === undefined ? op : { ...op, input })
  }

/** The own header proves that the call comes from our page: a foreign form cannot set it. */
export function crmHeaders(workspaceId: WorkspaceId): Record<string, string> {
  return { 'x-crm': '1', 'x-crm-workspace': workspaceId }
}
