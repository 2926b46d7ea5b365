import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client'
import type { WorkspaceId } from '@shared/ids.ts'
import type { AppRouter } from '../../server/api/trpc/router.ts'

export type Client = TRPCClient<AppRouter>

const URL = '/trpc'
const MAX_BATCH = 10

/**
 * Calls of one workspace, or of the person alone. The workspace travels in each request and not in
 * the session, so that two tabs may be in two workspaces.
 */
export function createClient(workspaceId: WorkspaceId | null): Client {
  const headers = crmHeaders(workspaceId)
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        // Sign-in is rate limited call by call, and so the server takes it alone.
        condition: (operation) => operation.path.startsWith('auth.'),
        true: httpLink({ url: URL, headers }),
        false: httpBatchLink({ url: URL, headers, maxItems: MAX_BATCH }),
      }),
    ],
  })
}

/** The own header proves that the call comes from our page: a foreign form cannot set it. */
export function crmHeaders(workspaceId: WorkspaceId | null): Record<string, string> {
  return workspaceId ? { 'x-crm': '1', 'x-crm-workspace': workspaceId } : { 'x-crm': '1' }
}
