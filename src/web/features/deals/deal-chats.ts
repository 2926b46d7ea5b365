import { useEffect } from 'react'
import type { DealChat } from '@shared/contracts/deals.ts'
import type { DealId } from '@shared/ids.ts'
import { Batched, useBatched } from '../../lib/batched.ts'
import { useWorkspace, type Workspace } from '../../lib/workspace-context.tsx'

type Store = Batched<DealId, DealChat>

/** Messages come without telling of the deals that they matter to: what is shown is asked for again. */
const REFRESH_MS = 30_000

const stores = new WeakMap<Workspace['cache'], Store>()

function storeOf({ api, cache }: Workspace): Store {
  const known = stores.get(cache)
  if (known) return known
  const store: Store = new Batched(async (ids) => {
    const { items } = await api.client.deals.chats.query({ ids })
    return new Map(items.map((item) => [item.dealId, item]))
  })
  // A chat that was linked or taken off makes a new version of the deal.
  cache.deals.watchers.add((id) => store.expire((key) => key === id))
  stores.set(cache, store)
  return store
}

/** The chat of a card, and what of it nobody has read; null where the deal has none. */
export function useDealChat(id: DealId): DealChat | null | undefined {
  return useBatched(storeOf(useWorkspace()), id)
}

/** Keeps what is shown of the chats no older than half a minute while somebody looks. */
export function useFreshChats(): void {
  const store = storeOf(useWorkspace())
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) store.expire(() => true)
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [store])
}
