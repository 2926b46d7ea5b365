import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from '@trpc/client'
import type { AppRouter } from '../../src/server/api/trpc/router.ts'
import type { ErrorBody } from '../../src/shared/errors.ts'
import type { WorkspaceId } from '../../src/shared/ids.ts'

/** A browser of one person: keeps its cookie, speaks for one workspace. */
export interface Browser {
  api: TRPCClient<AppRouter>
  cookie(): string
  headers(): Record<string, string>
  /** The same person in another workspace, or in none. */
  in(workspaceId: WorkspaceId | undefined): Browser
  /** The same person at another process. */
  at(url: string): Browser
}

export function openBrowser(
  url: string,
  jar: { cookie: string } = { cookie: '' },
  workspaceId?: WorkspaceId,
): Browser {
  const headers = () => ({
    'x-crm': '1',
    origin: url,
    ...(jar.cookie ? { cookie: jar.cookie } : {}),
    ...(workspaceId ? { 'x-crm-workspace': workspaceId } : {}),
  })
  const api = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers,
        fetch: async (input, init) => {
          const response = await fetch(input, init)
          const set = response.headers.get('set-cookie')
          if (set) jar.cookie = set.split(';', 1)[0] ?? ''
          return response
        },
      }),
    ],
  })
  return {
    api,
    cookie: () => jar.cookie,
    headers,
    in: (other) => openBrowser(url, jar, other),
    at: (other) => openBrowser(other, jar, workspaceId),
  }
}

/** The error that a call ends with, as the web app sees it; fails the test if the call succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<Omit<ErrorBody, 'message'>> {
  try {
    await call
  } catch (error) {
    if (error instanceof TRPCClientError) {
      const app = (error.data as { app?: Omit<ErrorBody, 'message'> } | null)?.app
      if (app) return app
    }
    throw error
  }
  throw new Error('the call succeeded')
}
