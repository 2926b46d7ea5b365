import type { DealState, ThreadDeal } from '@shared/contracts/deals.ts'
import type { ContactId, DealId, ThreadId } from '@shared/ids.ts'
import { Batched, useBatched } from '../../lib/batched.ts'
import { useWorkspace, type Workspace } from '../../lib/workspace-context.tsx'

interface Chat {
  threadId: ThreadId
  contactId: ContactId
}

interface Store {
  deals: Batched<ThreadId, ThreadDeal>
  /** Whose chats have been shown: a deal of theirs may be the first. */
  contacts: Map<ThreadId, ContactId>
}

/** One per workspace that is open, for as long as it is. */
const stores = new WeakMap<Workspace['cache'], Store>()

function storeOf({ api, cache }: Workspace): Store {
  const known = stores.get(cache)
  if (known) return known
  const deals = new Batched<ThreadId, ThreadDeal>(async (threadIds) => {
    const { items } = await api.client.deals.openByThreads.query({ threadIds })
    return new Map(items.map((item) => [item.threadId, item]))
  })
  const store = { deals, contacts: new Map<ThreadId, ContactId>() }
  cache.deals.watchers.add((id, deal) => patch(store, id, deal))
  stores.set(cache, store)
  return store
}

/**
 * A newer state is shown at once. Which deal takes the place of one that ended, and whether a chat has a
 * further one now, the server is asked: for the chats of that contact only.
 */
function patch({ deals, contacts }: Store, id: DealId, deal: DealState | null): void {
  const isOpen = deal?.status === 'open'
  for (const [threadId, known] of deals.entries())
    if (isOpen && known?.deal.id === id && known.deal.version < deal.version)
      deals.put(threadId, { ...known, deal: { ...known.deal, ...deal } })
  deals.expire((threadId, known) =>
    known?.deal.id === id ? !isOpen : deal !== null && contacts.get(threadId) === deal.contactId,
  )
}

/** The open deal of a chat: null where it has none, undefined as long as that is not known. */
export function useThreadDeal({ threadId, contactId }: Chat): ThreadDeal | null | undefined {
  const { deals, contacts } = storeOf(useWorkspace())
  contacts.set(threadId, contactId)
  return useBatched(deals, threadId)
}
