import { QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../../src/server/api/trpc/router.ts'
import type { ConversationState, ViewState, ViewWho } from '../../src/shared/contracts/conversations.ts'
import type { StoredEvent } from '../../src/shared/events.ts'
import type { UserId, WorkspaceId } from '../../src/shared/ids.ts'
import { applyEvent } from '../../src/web/lib/apply-event.ts'
import { QueryLiveCache } from '../../src/web/lib/live-cache.ts'
import type { Browser } from '../harness/client.ts'

const VIEWS: readonly [ViewWho, ViewState][] = [
  ['mine', 'waiting'],
  ['mine', 'open'],
  ['unassigned', 'open'],
  ['all', 'waiting'],
  ['all', 'open'],
  ['all', 'resolved'],
]

interface Watching {
  browser: Browser
  me: UserId
  conversation: Pick<ConversationState, 'id' | 'number' | 'contactId'>
}

/**
 * A person's screen without the drawing: the web app's own cache, filled by the real server with all
 * views of the inbox and one open conversation, and changed by nothing but events.
 */
export class Screen {
  private readonly queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Infinity, retry: false } },
  })
  private readonly trpc: TRPCOptionsProxy<AppRouter>
  private readonly cache: QueryLiveCache
  private readonly fetching: Promise<void>[] = []

  private constructor({ browser, me }: Watching) {
    const { queryClient } = this
    this.trpc = createTRPCOptionsProxy<AppRouter>({ client: browser.api, queryClient })
    // Which workspace it is travels in the browser's headers; the cache has no use for it.
    const workspaceId = '' as WorkspaceId
    this.cache = new QueryLiveCache({ workspaceId, client: browser.api, queryClient, trpc: this.trpc }, me)
  }

  static async open(watching: Watching): Promise<Screen> {
    const screen = new Screen(watching)
    const { queryClient, trpc } = screen
    const { id, number, contactId } = watching.conversation
    const getNextPageParam = (page: { nextCursor: string | null }) => page.nextCursor
    await Promise.all([
      ...VIEWS.map(([who, state]) => {
        const view = { who, state, limit: 100 }
        return queryClient.fetchInfiniteQuery(
          trpc.conversations.list.infiniteQueryOptions(view, { getNextPageParam }),
        )
      }),
      queryClient.fetchQuery(trpc.conversations.byNumber.queryOptions({ number })),
      queryClient.fetchInfiniteQuery(
        trpc.messages.page.infiniteQueryOptions({ conversationId: id }, { getNextPageParam }),
      ),
      queryClient.fetchQuery(trpc.contacts.get.queryOptions({ id: contactId })),
      queryClient.fetchQuery(trpc.channels.list.queryOptions()),
    ])
    return screen
  }

  /** Takes events in as the page does, and fetches what they only name while the next ones come. */
  hear(events: readonly StoredEvent[]): void {
    for (const event of events) applyEvent(event, this.cache)
    this.fetching.push(this.cache.settle())
  }

  async atRest(): Promise<void> {
    await Promise.all(this.fetching.splice(0))
    // A drawn page fetches what was marked stale; nothing is drawn here.
    await this.queryClient.refetchQueries({ predicate: (query) => query.state.isInvalidated })
  }

  /** Every answer that the cache holds, by what was asked. */
  shown(): Record<string, unknown> {
    const queries = this.queryClient.getQueryCache().getAll()
    return Object.fromEntries(
      queries.map((query) => [JSON.stringify(query.queryKey), seenOf(query.state.data)]).sort(),
    )
  }
}

/** What changes without an event: the provider's name of a message, and the signs of life of a channel. */
const UNTOLD = new Set(['externalId', 'lastWebhookAt', 'lastSentAt'])

function seenOf(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value: unknown) => (UNTOLD.has(key) ? undefined : value)))
}
